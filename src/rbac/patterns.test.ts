import { describeScenarios, type RbacScenario } from "../../test/support/rbac-scenarios.ts";

const scenarios: readonly RbacScenario[] = [
  {
    name: "Globs",
    policy: `
p, stars, applications, get, */web, allow
p, stars, applications, sync, shop/*-api, allow
p, stars, applications, delete, shop/a*b*c, allow
p, one, applications, get, shop/web-?, allow
p, class, applications, get, shop/web-[abc], allow
p, class, applications, sync, shop/web-[0-4], allow
p, class, applications, delete, shop/web-[!0-4], allow
p, either, applications, "{get,sync}", "{shop,pay}/*", allow
p, either, "app{lications,licationsets}", create, "{shop,pay{,-test}}/web", allow
p, escaped, applications, get, shop/\\*, allow
p, bad, applications, get, shop/[, allow
p, bad, applications, sync, "shop/{a,b", allow
p, exact, applications, get, shop/web, allow
p, all, *, *, *, allow
p, twostars, applications, get, **, allow
p, prefix, app*, g*, s*b, allow`,
    requests: `
      yes 2  stars   applications get    shop/web
      yes 2  stars   applications get    pay/team/web
      no  -  stars   applications get    shop/web2
      no  -  stars   applications get    web
      yes 3  stars   applications sync   shop/pay-api
      yes 3  stars   applications sync   shop/team/pay-api
      no  -  stars   applications sync   pay/pay-api
      yes 4  stars   applications delete shop/abc
      yes 4  stars   applications delete shop/a/b/c
      no  -  stars   applications delete shop/acb
      yes 5  one     applications get    shop/web-1
      no  -  one     applications get    shop/web-
      no  -  one     applications get    shop/web-12
      yes 6  class   applications get    shop/web-b
      no  -  class   applications get    shop/web-d
      yes 7  class   applications sync   shop/web-4
      no  -  class   applications sync   shop/web-5
      yes 8  class   applications delete shop/web-5
      no  -  class   applications delete shop/web-4
      yes 9  either  applications sync   pay/web
      no  -  either  applications delete pay/web
      no  -  either  applications get    lab/web
      yes 10 either  applicationsets create pay-test/web
      yes 10 either  applications create pay/web
      no  -  either  application  create pay/web
      yes 11 escaped applications get    shop/*
      no  -  escaped applications get    shop/web
      no  -  bad     applications get    shop/[
      no  -  bad     applications sync   shop/a
      yes 14 exact   applications get    shop/web
      no  -  exact   applications get    shop/web2
      no  -  exact   applications get    shop/we
      no  -  exact   Applications get    shop/web
      yes 15 all     anything     at-all ""
      yes 15 all     exec         create shop/team/web
      yes 16 twostars applications get   a/b/c
      yes 17 prefix  applications get    shop/b
      no  -  prefix  applications sync   shop/b`,
  },
  {
    name: "Resources of an application have permissions of their own",
    policy: `
p, whole, applications, update, shop/web, allow
p, whole, applications, delete, shop/web, allow
p, parts, applications, delete/*/Pod/*/*, shop/web, allow
p, parts, applications, delete, shop/web, deny
p, parts, applications, update/*, shop/web, allow
p, parts, applications, action//Pod/maintenance-off, shop/*, allow
p, parts, applications, action/apps/Deployment/*, shop/*, allow
p, mixed, applications, delete, shop/web, allow
p, mixed, applications, delete/*/Pod/*/*, shop/web, deny
p, any, applications, action/*, shop/*, allow`,
    requests: `
      yes 2  whole applications update                            shop/web
      no  -  whole applications update/apps/Deployment/shop/web   shop/web
      no  -  whole applications delete//Pod/shop/web-1            shop/web
      yes 4  parts applications delete//Pod/shop/web-1            shop/web
      no  -  parts applications delete/apps/Deployment/shop/web   shop/web
      no  5  parts applications delete                            shop/web
      yes 6  parts applications update//ConfigMap/shop/settings   shop/web
      no  -  parts applications update                            shop/web
      yes 7  parts applications action//Pod/maintenance-off       shop/web
      no  -  parts applications action//Pod/maintenance-on        shop/web
      yes 8  parts applications action/apps/Deployment/restart    shop/api
      no  -  parts applications action/apps/StatefulSet/restart   shop/api
      no  10 mixed applications delete//Pod/shop/web-1            shop/web
      yes 9  mixed applications delete                            shop/web
      yes 11 any   applications action/batch/CronJob/create-job   shop/web
      no  -  any   applications action                            shop/web`,
  },
  {
    name: "With inheritance, update and delete include the resources",
    policy: `
p, whole, applications, update, shop/web, allow
p, whole, applications, delete, shop/web, allow
p, mixed, applications, delete, shop/web, allow
p, mixed, applications, delete/*/Pod/*/*, shop/web, deny
p, parts, applications, delete, shop/web, deny
p, parts, applications, delete/*/Pod/*/*, shop/web, allow
p, acts, applications, action, shop/web, allow
p, sets, applicationsets, update, shop/web, allow`,
    options: { fineGrainedInheritance: true },
    requests: `
      yes 2 whole applications    update//ConfigMap/shop/settings shop/web
      yes 3 whole applications    delete//Pod/shop/web-1          shop/web
      yes 4 mixed applications    delete//Pod/shop/web-1          shop/web
      yes 7 parts applications    delete//Pod/shop/web-1          shop/web
      no  - parts applications    delete//Secret/shop/web         shop/web
      no  6 parts applications    delete                          shop/web
      no  - acts  applications    action/apps/Deployment/restart  shop/web
      no  - sets  applicationsets update/apps/Deployment/a/b      shop/web`,
  },
  {
    name: "Regular expressions match anywhere in the text",
    policy: `
p, loose, applications, get, shop/web, allow
p, tight, ^applications$, ^(get|sync)$, ^shop/[^/]+$, allow
p, tight, ^applications$, ^sync$, ^shop/prod-, deny
p, alt, applications, get, ^(shop|pay)/.*$, allow
p, flags, (?i)APPLICATIONS, get, .*, allow
p, posix, applications, get, ^shop/[[:alpha:]]+$, allow
p, ends, applications, get, \\Ashop/web\\z, allow
p, named, applications, get, ^shop/(?P<app>web)$, allow
p, bad, applications, get, .*, allow
p, bad, applications, get, shop/(, allow
p, bad, applications, "a(?=b)", .*, allow
p, star, *, get, .*, allow
p, everything, .*, .*, .*, allow
g, kim, tight`,
    matchMode: "regex",
    requests: `
      yes 2  loose applications    get  shop/web
      yes 2  loose applications    get  workshop/web-2
      yes 2  loose applicationsets get  shop/web
      yes 2  loose applications    target shop/web
      no  -  loose applications    get  shop/api
      yes 3  tight applications    get  shop/web
      yes 3  tight applications    sync shop/web
      no  -  tight applications    sync shop/team/web
      no  -  tight applicationsets get  shop/web
      no  4  tight applications    sync shop/prod-web
      yes 3  tight applications    get  shop/prod-web
      yes 3  kim   applications    sync shop/web
      yes 5  alt   applications    get  pay/team/web
      no  -  alt   applications    get  workshop/web
      yes 6  flags applications    get  anything
      yes 7  posix applications    get  shop/web
      no  -  posix applications    get  shop/web2
      yes 8  ends  applications    get  shop/web
      no  -  ends  applications    get  shop/web-2
      yes 9  named applications    get  shop/web
      no  11 bad   applications    get  shop/web
      no  12 bad   applications    sync shop/web
      no  -  bad   projects        get  shop
      no  13 star  applications    get  shop/web
      yes 14 everything exec       create a/b
      no  -  admin applications    sync shop/web`,
    options: { builtin: false },
  },
  {
    name: "The built-in roles are globs, also where policies are regular expressions",
    policy: `
g, ada, role:readonly
p, ada, ^applications$, ^sync$, ^shop/, allow
p, admin, ^clusters$, ^delete$, .*, deny`,
    matchMode: "regex",
    requests: `
      yes b admin applications create shop/web
      no  4 admin clusters     delete https://1.2.3.4
      yes b ada   logs         get    shop/web
      yes 3 ada   applications sync   shop/web
      no  - ada   applications sync   pay/web`,
  },
  {
    name: "Objects that are no applications",
    policy: `
p, ada, clusters, get, https://*.example.com, allow
p, ada, repositories, create, shop/*, allow
p, ada, repositories, get, https://git.example.com/shop/*, allow
p, ada, projects, *, shop-*, allow
p, ada, accounts, update, ada, allow
p, ada, extensions, invoke, httpbin, allow
p, ada, applications, get, */team-a/*, allow`,
    requests: `
      yes 2 ada clusters     get    https://eu.example.com
      no  - ada clusters     get    https://example.com
      yes 3 ada repositories create shop/https://git.example.com/a.git
      no  - ada repositories create https://git.example.com/a.git
      yes 4 ada repositories get    https://git.example.com/shop/a.git
      yes 5 ada projects     delete shop-test
      no  - ada projects     delete shop
      yes 6 ada accounts     update ada
      no  - ada accounts     update ben
      yes 7 ada extensions   invoke httpbin
      no  - ada extensions   invoke other
      yes 8 ada applications get    shop/team-a/web
      no  - ada applications get    shop/web`,
  },
];

describeScenarios(scenarios);
