import { describeScenarios, type RbacScenario } from "../../test/support/rbac-scenarios.ts";
import type { ProjectWithRoles } from "./project-policy.ts";

const shop: ProjectWithRoles = {
  metadata: { name: "shop" },
  spec: {
    roles: [
      { name: "ci", policies: ["p, proj:shop:ci, applications, sync, shop/*, allow", "p, proj:shop:ci, applications, get, shop/*, allow"] },
      {
        name: "lead",
        groups: ["shop-leads", '"Leads, all"'],
        policies: [
          "p, proj:shop:lead, applications, *, shop/*, allow",
          "p, proj:shop:lead, applications, delete, shop/database, deny",
          "p, proj:shop:lead, logs, get, shop/*, allow",
          "p, proj:shop:lead, exec, create, shop/web, allow",
          "p, proj:shop:lead, repositories, get, shop/*, allow",
          "p, proj:shop:lead, clusters, get, shop/*, allow",
          "p, proj:shop:lead, applicationsets, create, shop/*, allow",
        ],
      },
      { name: "guest" },
    ],
  },
};
const pay: ProjectWithRoles = {
  metadata: { name: "pay" },
  spec: { roles: [{ name: "wide", groups: ["payers"], policies: ["p, proj:pay:wide, applications, get, *, allow", "p, proj:pay:wide, accounts, get, *, allow"] }] },
};
const broken: ProjectWithRoles = {
  metadata: { name: "broken" },
  spec: { roles: [{ name: "ci", policies: ["p, proj:broken:ci, applications, get, broken/*, allow", "p, proj:broken:ci, nothing"] }] },
};
const open: ProjectWithRoles = { metadata: { name: "open" }, spec: {} };

const scenarios: readonly RbacScenario[] = [
  {
    name: "The default role comes first and cannot be denied",
    policy: `
p, role:everybody, applications, get, */*, allow
p, role:everybody, applications, sync, prod/*, deny
p, ada, applications, *, */*, deny
p, ben, applications, sync, */*, allow`,
    defaultRole: "role:everybody",
    requests: `
      yes 2 ada  applications get    shop/web
      no  4 ada  applications sync   shop/web
      yes 2 ""   applications get    shop/web
      no  - ""   applications delete shop/web
      yes 2 cleo applications get    shop/web
      yes 5 ben  applications sync   shop/web
      yes 5 ben  applications sync   prod/web
      no  3 cleo applications sync   prod/web
      yes 2 proj:shop:ci applications get pay/web`,
  },
  {
    name: "role:readonly as the default role",
    policy: "p, ada, *, *, *, deny",
    defaultRole: "role:readonly",
    requests: `
      yes b ada applications get    shop/web
      no  1 ada applications sync   shop/web
      yes b ""  logs         get    shop/web
      no  - ben exec         create shop/web`,
  },
  {
    name: "Groups count when a grant names them",
    policy: `
g, team-a, role:dev
g, team-b, role:ops
g, org:team-c, role:admin
p, role:dev, applications, sync, shop/*, allow
p, role:ops, applications, delete, */*, allow
p, role:dev, applications, delete, */*, deny
p, team-d, applications, get, */*, allow
p, team-e, applications, get, */*, allow
g, team-e, role:nothing
p, ada, applications, sync, shop/secret, deny`,
    requests: `
      yes 5  ada+team-a        applications sync   shop/web
      no  -  ada               applications sync   shop/web
      no  7  ada+team-a        applications delete shop/web
      yes 6  ada+team-b        applications delete shop/web
      yes 6  ada+team-a;team-b applications delete shop/web
      yes b  ada+org:team-c    applications create shop/web
      no  -  ada+team-d        applications get    shop/web
      yes 9  ada+team-e        applications get    shop/web
      yes 8  team-d            applications get    shop/web
      no  11 ada               applications sync   shop/secret
      yes 5  ada+team-a        applications sync   shop/secret
      no  -  ada+unknown       applications get    shop/web
      no  -  ""+unknown        applications sync   shop/web`,
  },
  {
    name: "A group that is named like a role is that role",
    policy: "g, role:admin, role:nothing",
    requests: `yes b ada+role:admin applications sync shop/web`,
  },
  {
    name: "Roles of projects",
    policy: `
p, proj:shop:ci, accounts, get, robot, allow
p, role:strict, applications, sync, shop/frozen, deny
g, proj:shop:ci, role:strict
p, proj:shop:ci, applications, get, pay/web, allow
g, lara, proj:shop:lead
p, max, applications, get, shop/*, allow
p, proj:shop:ci, applications, get, gone/*, allow`,
    projects: [shop, pay, broken, open],
    requests: `
      yes p proj:shop:ci    applications    get    shop/web
      yes p proj:shop:ci    applications    sync   shop/team/web
      no  - proj:shop:ci    applications    delete shop/web
      no  3 proj:shop:ci    applications    sync   shop/frozen
      yes p proj:shop:ci    projects        get    shop
      no  - proj:shop:ci    projects        update shop
      no  - proj:shop:ci    projects        get    pay
      no  - proj:shop:ci    applications    get    pay/web
      yes 8 proj:shop:ci    applications    get    gone/web
      yes 2 proj:shop:ci    accounts        get    robot
      no  - proj:shop:gone  applications    get    shop/web
      yes p proj:shop:guest projects        get    shop
      no  - proj:shop:guest applications    get    shop/web
      yes p proj:shop:lead  applications    delete shop/web
      no  p proj:shop:lead  applications    delete shop/database
      yes p proj:shop:lead  logs            get    shop/web
      yes p proj:shop:lead  exec            create shop/web
      no  - proj:shop:lead  exec            create shop/api
      yes p proj:shop:lead  repositories    get    shop/https://git.example.com/a.git
      no  - proj:shop:lead  repositories    get    https://git.example.com/a.git
      yes p proj:shop:lead  clusters        get    shop/https://1.2.3.4
      yes p proj:shop:lead  applicationsets create shop/all
      yes p kim+shop-leads  applications    sync   shop/web
      no  p kim+shop-leads  applications    delete shop/database
      no  - kim+shop-leads  applications    sync   pay/web
      yes p kim+shop-leads  projects        get    shop
      yes p kim+Leads,_all  applications    sync   shop/web
      yes p lara            applications    sync   shop/web
      no  - lara            applications    sync   pay/web
      yes 7 max             applications    get    shop/web
      yes p lou+payers      applications    get    pay/web
      no  - lou+payers      applications    get    shop/web
      no  - lou+payers      accounts        get    robot
      no  - proj:broken:ci  applications    get    broken/web
      yes b admin           applications    get    broken/web
      yes b admin           applications    get    open/web`,
  },
  {
    name: "A project speaks of its own objects only, a default role may be granted a project's role",
    policy: "",
    defaultRole: "role:everybody",
    projects: [
      {
        metadata: { name: "lab" },
        spec: { roles: [{ name: "all", groups: ["role:everybody"], policies: ["p, proj:lab:all, applications, sync, *, allow", "p, admin, *, *, *, deny"] }] },
      },
    ],
    requests: `
      yes p ada   applications sync   lab/web
      no  - proj:shop:ci applications sync lab/web
      no  - ada   applications sync   shop/web
      no  p admin applications delete lab/web
      yes b admin applications delete shop/web`,
  },
];

describeScenarios(scenarios);
