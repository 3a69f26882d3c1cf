import { type Static, Type } from "typebox";

const closed = { additionalProperties: false };
const strings = Type.Record(Type.String(), Type.String());
const list = Type.Array(Type.String());

const fieldSpec = Type.Object(
  {
    group: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String()),
    path: Type.String(),
    create: Type.Optional(Type.Boolean()),
  },
  closed,
);

const target = Type.Object(
  {
    group: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    namespace: Type.Optional(Type.String()),
    labelSelector: Type.Optional(Type.String()),
    annotationSelector: Type.Optional(Type.String()),
  },
  closed,
);

const patch = Type.Object(
  {
    path: Type.Optional(Type.String()),
    patch: Type.Optional(Type.String()),
    target: Type.Optional(target),
    options: Type.Optional(Type.Object({ allowNameChange: Type.Optional(Type.Boolean()), allowKindChange: Type.Optional(Type.Boolean()) }, closed)),
  },
  closed,
);

const label = Type.Object(
  {
    pairs: Type.Optional(strings),
    includeSelectors: Type.Optional(Type.Boolean()),
    includeTemplates: Type.Optional(Type.Boolean()),
    fields: Type.Optional(Type.Array(fieldSpec)),
  },
  closed,
);

const image = Type.Object(
  {
    name: Type.Optional(Type.String()),
    newName: Type.Optional(Type.String()),
    newTag: Type.Optional(Type.String()),
    digest: Type.Optional(Type.String()),
    tagSuffix: Type.Optional(Type.String()),
  },
  closed,
);

const generatorOptions = Type.Object(
  {
    labels: Type.Optional(strings),
    annotations: Type.Optional(strings),
    disableNameSuffixHash: Type.Optional(Type.Boolean()),
    immutable: Type.Optional(Type.Boolean()),
  },
  closed,
);

const generator = Type.Object(
  {
    name: Type.Optional(Type.String()),
    namespace: Type.Optional(Type.String()),
    behavior: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
    literals: Type.Optional(list),
    files: Type.Optional(list),
    envs: Type.Optional(list),
    env: Type.Optional(Type.String()),
    options: Type.Optional(generatorOptions),
  },
  closed,
);

const sortOptions = Type.Object(
  {
    order: Type.Optional(Type.String()),
    legacySortOptions: Type.Optional(Type.Object({ orderFirst: Type.Optional(list), orderLast: Type.Optional(list) }, closed)),
  },
  closed,
);

/** A kustomization file, as far as it is built in process. */
export const kustomizationSchema = Type.Object(
  {
    apiVersion: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String()),
    metadata: Type.Optional(Type.Unknown()),
    resources: Type.Optional(list),
    bases: Type.Optional(list),
    components: Type.Optional(list),
    namespace: Type.Optional(Type.String()),
    namePrefix: Type.Optional(Type.String()),
    nameSuffix: Type.Optional(Type.String()),
    labels: Type.Optional(Type.Array(label)),
    commonLabels: Type.Optional(strings),
    commonAnnotations: Type.Optional(strings),
    images: Type.Optional(Type.Array(image)),
    imageTags: Type.Optional(Type.Array(image)),
    replicas: Type.Optional(Type.Array(Type.Object({ name: Type.Optional(Type.String()), count: Type.Optional(Type.Integer()) }, closed))),
    patches: Type.Optional(Type.Array(patch)),
    patchesStrategicMerge: Type.Optional(list),
    patchesJson6902: Type.Optional(Type.Array(patch)),
    configMapGenerator: Type.Optional(Type.Array(generator)),
    secretGenerator: Type.Optional(Type.Array(generator)),
    generatorOptions: Type.Optional(generatorOptions),
    sortOptions: Type.Optional(sortOptions),
  },
  closed,
);

export type Kustomization = Static<typeof kustomizationSchema>;
export type PatchEntry = Static<typeof patch>;
export type PatchTarget = Static<typeof target>;
export type LabelEntry = Static<typeof label>;
export type GeneratorEntry = Static<typeof generator>;
export type GeneratorOptions = Static<typeof generatorOptions>;
export type SortOptions = Static<typeof sortOptions>;

/** What only the real program does. */
export const unsupportedFields: readonly string[] = [
  "buildMetadata",
  "configurations",
  "crds",
  "generators",
  "helmChartInflationGenerator",
  "helmCharts",
  "helmGlobals",
  "openapi",
  "replacements",
  "transformers",
  "validators",
  "vars",
];
