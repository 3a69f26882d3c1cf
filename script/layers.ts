/**
 * The layer table: a module may import only modules of a lower rank, and only through their door. The integer part is the layer of the design,
 * the fraction orders neighbours inside a layer. A folder inside a module that stands here (`kube/schema`) is a module with its own door.
 */
export const ranks: Readonly<Record<string, number>> = {
  errors: 0.0,
  async: 0.1,
  log: 0.1,
  exec: 0.1,

  "kube/yaml": 1.1,
  kube: 1.2,
  "kube/schema": 1.21,
  "kube/patch": 1.22,
  api: 1.3,
  "render/view": 1.9,

  git: 2.0,
  "render/kustomize": 2.0,
  render: 2.1,
  settings: 2.1,
  diff: 2.0,
  health: 2.0,
  inventory: 2.1,
  rbac: 2.0,
  seal: 2.0,
  runtime: 2.0,
  client: 2.0,
  accounts: 2.2,
  sso: 2.2,
  "sandbox/machinery": 2.2,
  "sandbox/store": 2.1,
  "sandbox/schema": 2.1,
  "sandbox/apply": 2.2,
  "sandbox/protobuf": 2.2,
  "sandbox/http": 2.3,
  "sandbox/controllers": 2.3,
  "sandbox/kubelet": 2.3,
  sandbox: 2.4,

  sync: 3.0,

  controllers: 4.0,
  "server/operation": 4.0,
  "server/application": 4.01,
  "server/project": 4.01,
  "server/repository": 4.01,
  "server/cluster": 4.01,
  "server/certificate": 4.01,
  "server/settings": 4.01,
  "server/version": 4.01,
  "server/rest": 4.01,
  server: 4.1,

  cli: 5.0,

  main: 6.0,
};
