// Runs the server audits of graphql-http against a URL and prints what came of them as JSON.
//
//   node audits.mjs http://localhost:8080/graphql
//
// Ends with status 1 unless every audit passed.
import { auditServer } from 'graphql-http';

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node audits.mjs <URL of the GraphQL endpoint>');
  process.exit(2);
}

const results = await auditServer({ url });
const failed = results.filter((result) => result.status !== 'ok');
console.log(
  JSON.stringify({
    total: results.length,
    passed: results.length - failed.length,
    failed: failed.map(({ id, name, status, reason }) => ({ id, name, status, reason })),
  }),
);
process.exit(failed.length === 0 ? 0 : 1);
