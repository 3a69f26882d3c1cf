import { withSpec, type Edit } from "./edit.ts";

export function addSource(url: string): Edit {
  return (project) => {
    const { sourceRepos = [] } = project.spec;
    if (sourceRepos.includes(url)) return { message: `Source repository '${url}' already allowed in project` };
    return { project: withSpec(project, { sourceRepos: [...sourceRepos, url] }) };
  };
}

export function removeSource(url: string): Edit {
  return (project) => {
    const { sourceRepos = [] } = project.spec;
    if (!sourceRepos.includes(url)) return { message: `Source repository '${url}' does not exist in project` };
    return { project: withSpec(project, { sourceRepos: sourceRepos.filter((each) => each !== url) }) };
  };
}

export function addSourceNamespace(namespace: string): Edit {
  return (project) => {
    const { sourceNamespaces = [] } = project.spec;
    const found = sourceNamespaces.find((each) => each === "*" || each === namespace);
    if (found !== undefined) return { message: `Source namespace '${found}' already allowed in project` };
    return { project: withSpec(project, { sourceNamespaces: [...sourceNamespaces, namespace] }) };
  };
}

export function removeSourceNamespace(namespace: string): Edit {
  return (project) => {
    const { sourceNamespaces = [] } = project.spec;
    if (!sourceNamespaces.includes(namespace)) return { message: `Source namespace '${namespace}' does not exist in project` };
    return { project: withSpec(project, { sourceNamespaces: sourceNamespaces.filter((each) => each !== namespace) }) };
  };
}
