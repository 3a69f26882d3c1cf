import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { getStringMap } from "../../kube/index.ts";
import { createKubeseal, skipWithoutKubeseal } from "../../../test/support/kubeseal.ts";
import { createTestKey } from "../../../test/builders/sealing-key.ts";
import { sealSecret } from "../seal-secret.ts";
import { renderTemplate } from "./render-template.ts";

const items = {
  user: "ada",
  password: 'gé"h<e>i&m',
  "tls.key": "dotted",
  empty: "",
  spaces: "  \tx y \n",
  lines: "a\nb",
  json: '{"b":{"c":[1,2,"drei"]},"a":"<x>"}',
  strasse: "Maß ﬁ",
  encoded: "aGFsbG8=",
  list: "a,b,c",
};
const binary = Buffer.from([0, 1, 0x7f, 0x80, 0xff, 0xc3, 0x28]);
const values = new Map<string, Uint8Array>([...Object.entries(items).map(([name, text]) => [name, Buffer.from(text)] as const), ["binary", binary]]);

/** Rendered here, and by kubeseal with the same outcome. */
const renderings: readonly { readonly template: string; readonly want: string }[] = [
  { template: "", want: "" },
  { template: "plain }} text { { é", want: "plain }} text { { é" },
  { template: "postgres://{{ .user }}:{{ .password }}@db/shop", want: 'postgres://ada:gé"h<e>i&m@db/shop' },
  { template: '{{ index . "tls.key" }}|{{ index $ "user" }}|{{ index . "none" }}|{{ .none }}', want: "dotted|ada||<no value>" },
  { template: "{{.strasse}}", want: "Maß ﬁ" },
  { template: "a  {{- .user -}}  b {{- /* no */ -}} c {{/* no */}} d", want: "aadabc  d" },
  { template: "{{ .user | b64enc }} {{ .encoded | b64dec }} {{ b64enc .binary }}", want: "YWRh hallo AAF/gP/DKA==" },
  { template: "{{ .password | quote }} {{ .user | squote }} {{ quote .user .empty nil 3 true }}", want: String.raw`"gé\"h<e>i&m" 'ada' "ada" "" "3" "true"` },
  { template: "{{ .binary | quote }}", want: String.raw`"\x00\x01\x7f\x80\xff\xc3("` },
  { template: "{{ .password | toJson }} {{ .password | toRawJson }}", want: '"gé\\"h\\u003ce\\u003ei\\u0026m" "gé\\"h<e>i&m"' },
  { template: "{{ .user | upper }} {{ .strasse | upper }} {{ .strasse | lower }} {{ trim .spaces }}|{{ nospace .spaces }}", want: "ADA MAß ﬁ maß ﬁ x y|xy" },
  { template: '{{ default "x" .user }} {{ default "x" .empty }} {{ .none | default "y" }} {{ coalesce .empty .none .user }}', want: "ada x y ada" },
  { template: '{{ trimSuffix "a" .user }} {{ .user | trimPrefix "a" }} {{ trimAll "a" .user }} {{ replace "a" "$&" .user }}', want: "ad da d $&d$&" },
  { template: '{{ if eq .user "ada" }}yes{{ else }}no{{ end }} {{ if .empty }}yes{{ else if .user }}else{{ end }}', want: "yes else" },
  { template: '{{ if and .user (not .empty) }}1{{ end }}{{ if or .empty .none }}2{{ end }}{{ ne .user "x" }} {{ lt 1 2 }} {{ ge "b" "a" }}', want: "1true true true" },
  { template: "{{ with .user }}<{{ . }} {{ $.lines | len }}>{{ end }}{{ with .empty }}x{{ else }}none{{ end }}", want: "<ada 3>none" },
  { template: '{{ range $i, $x := splitList "," .list }}{{ if $i }};{{ end }}{{ $i }}={{ $x }}{{ end }}{{ range list }}x{{ else }}empty{{ end }}', want: "0=a;1=b;2=cempty" },
  { template: '{{ $x := "1" }}{{ if true }}{{ $x = "2" }}{{ $x := "3" }}{{ $x }}{{ end }}{{ $x }}', want: "32" },
  {
    template: "{{ $c := fromJson .json }}{{ $c.a }} {{ $c.b.c }} {{ index $c.b.c 2 }} {{ $c | toJson }} {{ (fromJson .json).a }}",
    want: '<x> [1 2 drei] drei {"a":"\\u003cx\\u003e","b":{"c":[1,2,"drei"]}} <x>',
  },
  { template: '{{ printf "%s:%05d %q %v %% %-4s| %x %t" .user 42 .lines true "ab" .user true }}', want: 'ada:00042 "a\\nb" true % ab  | 616461 true' },
  {
    template: '{{ print 1 2 "a" 3 }} {{ println .user 1 }}{{ urlquery .password "ü /" }} {{ html .password }}',
    want: "1 2a3 ada 1\ng%C3%A9%22h%3Ce%3Ei%26m%C3%BC+%2F g\u00E9&#34;h&lt;e&gt;i&amp;m",
  },
  { template: '{{ indent 2 .lines }}|{{ nindent 2 .lines }}|{{ join "-" (list 1 "a" .user) }}|{{ .list | splitList "," | join ";" }}', want: "  a\n  b|\n  a\n  b|1-a-ada|a;b;c" },
  { template: '{{ sha256sum .user }} {{ sha1sum "" }}', want: "fdee430d40bd57deeac186cd9790033d0f06f909a8806e7ce6e717ab7c7d5029 da39a3ee5e6b4b0d3255bfef95601890afd80709" },
  {
    template: '{{ $d := dict "k" .user "n" 1 }}{{ $d.k }} {{ get $d "k" }}{{ get $d "z" }} {{ hasKey $d "n" }} {{ keys $d | len }} {{ $d }}',
    want: "ada ada true 2 map[k:ada n:1]",
  },
  {
    template: '{{ contains "d" .user }} {{ hasPrefix "a" .user }} {{ hasSuffix "x" .user }} {{ ternary "t" "f" true }} {{ empty .empty }} {{ toString 3 }}',
    want: "true true false t true 3",
  },
  { template: '{{ "a\\tb\\x41\\u00e9\\101" }} {{ `r\\aw` }} {{ 0x1F }} {{ -3 }} {{ 1.5 }}', want: "a\tbAéA r\\aw 31 -3 1.5" },
  { template: '{{ fromJson "[true,null,{}]" | toPrettyJson }}', want: "[\n  true,\n  null,\n  {}\n]" },
];

/** Refused here; kubeseal refuses all but the ones it can do and we do not. */
const refusals: readonly { readonly template: string; readonly message: RegExp }[] = [
  { template: "{{ .user | nonsense }}", message: /the function "nonsense" is not supported/ },
  { template: "{{ htpasswd .user .password }}", message: /the function "htpasswd" is not supported/ },
  { template: "{{ env .user }}", message: /the function "env" is not supported/ },
  { template: "{{ define .user }}{{ end }}", message: /\{\{ define \}\} is not supported/ },
  { template: "{{ .user", message: /an action is not closed/ },
  { template: "{{ if .user }}x", message: /\{\{ if \}\} without \{\{ end \}\}/ },
  { template: "{{ end }}", message: /\{\{ end \}\} without a beginning/ },
  { template: "{{ .user.name }}", message: /a string has no field "name"/ },
  { template: "{{ .tls-key }}", message: /unexpected character in an action/ },
  { template: "{{ }}", message: /an action is empty/ },
  { template: "{{ $x }}", message: /the variable \$x is not defined/ },
  { template: "{{ upper 3 }}", message: /a text is expected, not a number/ },
  { template: "{{ .none | upper }}", message: /a text is expected, not a nil/ },
  { template: '{{ .user "x" }}', message: /a value cannot be called with arguments/ },
  { template: "{{ .password | b64dec }}", message: /b64dec has something that is not base64/ },
  { template: "{{ eq .user 1 }}", message: /a string cannot be compared with a number/ },
  { template: "{{ range .user }}x{{ end }}", message: /range over a string/ },
  { template: "{{ (.user }}", message: /a parenthesis is not closed/ },
  { template: '{{ printf "%z" .password }}', message: /printf does not support %z with a string/ },
];

test("templates render as Go renders them", () => {
  const got = renderings.map(({ template }) => ({ template, want: renderTemplate(template, values).toString() }));
  assert.deepEqual(got, renderings);
});

suite("refused templates", () => {
  for (const { template, message } of refusals) {
    test(template, () => {
      assert.throws(
        () => renderTemplate(template, values),
        (error) => {
          assert(error instanceof Error);
          assert.match(error.message, message);
          for (const secret of [items.password, items.user]) assert(!error.message.replaceAll(/"[^"]*"/g, "").includes(secret), "a value is in the message");
          return true;
        },
      );
    });
  }
});

test("binary values stay as they are", () => {
  assert.deepEqual(renderTemplate("{{ .binary }}", values), binary);
});

test("loops in loops end", () => {
  const many = new Map([["list", Buffer.from("a,".repeat(10_000))]]);
  const template = '{{ $l := splitList "," .list }}{{ range $l }}{{ range $l }}{{ end }}{{ end }}';
  assert.throws(() => renderTemplate(template, many), /it yields too much/);
});

test("kubeseal renders the same", { skip: skipWithoutKubeseal }, async () => {
  const { pair, key } = createTestKey();
  const data = Object.fromEntries([...values].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]));
  const sealed = sealSecret({ apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "b" }, data }, { certificate: key.certificate, allowEmptyData: false });
  const templates = Object.fromEntries(renderings.map(({ template }, index) => [`t${index}`, template]));
  const theirs = getStringMap(await createKubeseal(pair).unseal({ ...sealed, spec: { ...(sealed["spec"] as object), template: { data: templates } } }), "data");
  const got = renderings.map(({ template }, index) => ({ template, want: Buffer.from(theirs[`t${index}`] ?? "", "base64").toString() }));
  assert.deepEqual(got, renderings);
});
