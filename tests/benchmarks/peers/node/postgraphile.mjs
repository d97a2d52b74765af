// PostGraphile 5 over Dengta's tables, as Dengta reads them: same role, row-level security on, whole country.
// Arguments: folder of PostgreSQL's socket, database, port.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";

const [, , host, database, port] = process.argv;

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // It would hide orders and conditions on columns without an index of their own.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [
    makePgService({
      poolConfig: { host, database, user: "dengta_app", max: 8 },
      schemas: ["public"],
      pgSettings: () => ({ "app.national": "y", "app.units": "", "app.organization": "" }),
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
server.on("error", (error) => console.error(error));
await instance.createServ(grafserv).addTo(server);
server.listen(Number(port), "127.0.0.1", () => console.log("ready"));
