import { describeScenarios, type RbacScenario } from "../../test/support/rbac-scenarios.ts";

const scenarios: readonly RbacScenario[] = [
  {
    name: "The built-in roles",
    policy: "g, rita, role:readonly",
    requests: `
      yes b admin applications       get                               shop/web
      yes b admin applications       create                            shop/web
      yes b admin applications       update                            shop/web
      yes b admin applications       update/apps/Deployment/shop/web   shop/web
      yes b admin applications       delete                            shop/web
      yes b admin applications       delete//Pod/shop/web-1            shop/web
      yes b admin applications       sync                              shop/web
      yes b admin applications       rollback                          shop/web
      yes b admin applications       override                          shop/web
      yes b admin applications       action/apps/Deployment/restart    shop/web
      yes b admin applications       delete                            shop/team-a/web
      no  - admin applications       explode                           shop/web
      yes b admin applicationsets    create                            shop/all
      yes b admin applicationsets    delete                            shop/all
      yes b admin logs               get                               shop/web
      yes b admin exec               create                            shop/web
      no  - admin exec               get                               shop/web
      yes b admin certificates       update                            *
      yes b admin gpgkeys            create                            ABCD
      no  - admin gpgkeys            update                            ABCD
      yes b admin accounts           update                            rita
      no  - admin accounts           create                            rita
      yes b admin projects           delete                            shop
      yes b admin clusters           create                            https://1.2.3.4
      yes b admin repositories       delete                            https://git.example.com/a.git
      yes b admin write-repositories create                            shop/https://git.example.com/a.git
      no  - admin extensions         invoke                            httpbin
      yes b rita  applications       get                               shop/web
      yes b rita  applicationsets    get                               shop/all
      yes b rita  logs               get                               shop/web
      yes b rita  clusters           get                               https://1.2.3.4
      yes b rita  write-repositories get                               shop/https://git.example.com/a.git
      yes b rita  gpgkeys            get                               *
      no  - rita  applications       sync                              shop/web
      no  - rita  applications       action/apps/Deployment/restart    shop/web
      no  - rita  exec               create                            shop/web
      no  - rita  accounts           update                            rita
      no  - nobody applications      get                               shop/web
      yes b role:admin applications  sync                              shop/web
      yes b role:readonly projects   get                               shop`,
  },
  {
    name: "Without the built-in policy nobody is admin",
    policy: "p, role:admin, accounts, get, *, allow",
    options: { builtin: false },
    requests: `
      no  - admin      applications get shop/web
      no  - admin      accounts     get rita
      yes 1 role:admin accounts     get rita`,
  },
  {
    name: "A denial wins, wherever it stands",
    policy: `
p, ada, applications, *, shop/*, allow
p, ada, applications, delete, shop/database, deny
p, ben, applications, sync, shop/*, deny
p, ben, applications, sync, shop/web, allow
p, role:dev, applications, *, */*, allow
p, role:careful, applications, delete, */*, deny
g, cleo, role:dev
g, cleo, role:careful
g, dan, role:dev
p, dan, applications, sync, pay/*, deny
p, eve, applications, get, shop/*, Allow
p, eve, applications, sync, shop/*, permit
g, fay, role:admin
p, fay, *, *, *, deny
p, role:admin, applications, delete, prod/*, deny`,
    requests: `
      yes 2  ada   applications get    shop/database
      no  3  ada   applications delete shop/database
      yes 2  ada   applications delete shop/web
      no  4  ben   applications sync   shop/web
      no  4  ben   applications sync   shop/api
      yes 6  cleo  applications sync   shop/web
      no  7  cleo  applications delete shop/web
      yes 6  dan   applications sync   shop/web
      no  11 dan   applications sync   pay/web
      no  -  eve   applications get    shop/web
      no  -  eve   applications sync   shop/web
      no  15 fay   applications get    shop/web
      no  16 admin applications delete prod/web
      yes b  admin applications delete shop/web`,
  },
  {
    name: "Grants",
    policy: `
# a comment, and then space before fields
p,   role:viewer,applications,get,*/*,allow
g, role:dev, role:viewer
g, role:lead, role:dev
g, lea, role:lead
p, role:dev, applications, sync, */*, allow
g, role:a, role:b
g, role:b, role:c
g, role:c, role:a
p, role:c, logs, get, */*, allow
g, ring, role:a
g, self, self
p, self, projects, get, *, allow
g, "Doe, Jane", role:viewer
p, "the ""best""", applications, get, */*, allow
g, plain, sam
p, sam, applications, get, */*, allow
g, role:viewer, nobody:else`,
    requests: `
      yes 3  lea         applications get  shop/web
      yes 7  lea         applications sync shop/web
      no  -  lea         applications delete shop/web
      yes 3  role:lead   applications get  shop/web
      no  -  role:viewer applications sync shop/web
      yes 11 ring        logs         get  shop/web
      yes 11 role:a      logs         get  shop/web
      yes 11 role:b      logs         get  shop/web
      no  -  ring        projects     get  shop
      yes 14 self        projects     get  shop
      yes 3  "Doe,_Jane" applications get  shop/web
      yes 16 the_"best"  applications get  shop/web
      yes 18 plain       applications get  shop/web
      no  -  sam,        applications get  shop/web`,
  },
  {
    name: "Ten grants are followed, eleven are not",
    policy: `${Array.from({ length: 11 }, (_, step) => `g, r${step}, r${step + 1}`).join("\n")}\np, r11, logs, get, */*, allow`,
    requests: `
      no  -  r0 logs get shop/web
      yes 12 r1 logs get shop/web`,
  },
];

describeScenarios(scenarios);
