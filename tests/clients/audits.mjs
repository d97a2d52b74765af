import { serverAudits } from "graphql-http";
import { address, headers, report } from "./wire.mjs";

const fetchFn = (url, init = {}) => fetch(url, { ...init, headers: { ...headers, ...init.headers } });
const audits = {};
for (const audit of serverAudits({ url: `${address}/graphql`, fetchFn })) {
  const result = await audit.fn();
  audits[`${audit.id} ${audit.name}`] = result.status === "ok" ? "ok" : `${result.status}: ${result.reason}`;
}
report({ audits });
