/** Where manifests come from, and how to make them. At most one of `helm`, `kustomize`, `directory`, `plugin` is set. */
export interface ApplicationSource {
  readonly repoURL: string;
  /** Folder in the repository. */
  readonly path?: string;
  /** Branch, tag, SHA or `HEAD`; empty means `HEAD`. */
  readonly targetRevision?: string;
  /** Name of a Helm chart: the source is a chart repository. */
  readonly chart?: string;
  /** Name under which other sources of the application refer to this one as `$ref`. */
  readonly ref?: string;
  readonly name?: string;
  readonly helm?: HelmOptions;
  readonly kustomize?: KustomizeOptions;
  readonly directory?: DirectoryOptions;
  readonly plugin?: PluginOptions;
}

export interface HelmOptions {
  readonly releaseName?: string;
  readonly namespace?: string;
  readonly valueFiles?: readonly string[];
  readonly ignoreMissingValueFiles?: boolean;
  readonly values?: string;
  readonly valuesObject?: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly HelmParameter[];
  readonly fileParameters?: readonly { readonly name: string; readonly path: string }[];
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly passCredentials?: boolean;
  readonly skipCrds?: boolean;
  readonly skipTests?: boolean;
  readonly skipSchemaValidation?: boolean;
}

export interface HelmParameter {
  readonly name: string;
  readonly value?: string;
  readonly forceString?: boolean;
}

export interface KustomizeOptions {
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  /** `[old=]new[:tag][@digest]` */
  readonly images?: readonly string[];
  readonly replicas?: readonly { readonly name: string; readonly count: number | string }[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly forceCommonLabels?: boolean;
  readonly forceCommonAnnotations?: boolean;
  readonly labelWithoutSelector?: boolean;
  readonly labelIncludeTemplates?: boolean;
  readonly namespace?: string;
  readonly patches?: readonly KustomizePatch[];
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
}

export interface KustomizePatch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, boolean>>;
}

export interface DirectoryOptions {
  readonly recurse?: boolean;
  readonly include?: string;
  readonly exclude?: string;
  readonly disableExtensionFilter?: boolean;
}

export interface PluginOptions {
  readonly name?: string;
}
