// Drives the server's socket with the reference client of graphql-transport-ws, as a script of JSON lines on standard input
// says, and answers each with JSON lines on standard output. The test decides what is asked and what must come back.
//
//   node socket_client.mjs ws://localhost:8080/graphql/ws '{"Cookie":"__Host-bienvenue=…"}'
//
//   {"id":"a","query":"…","variables":{…}}    begins an operation
//   {"id":"a","stop":true}                    ends it
//   {"cut":true}                              cuts the connection; the client reconnects and begins every operation again
//   {"close":true}                            says goodbye and ends the program
//
// Answers: {"connected":true}, {"id":"a","next":{…}}, {"id":"a","complete":true}, {"id":"a","error":[…]},
// {"closed":{"code":…,"reason":"…"}}.
import { createInterface } from 'node:readline';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const [url, headers = '{}'] = process.argv.slice(2);
if (!url) {
  console.error('usage: node socket_client.mjs <URL of the socket> [headers as JSON]');
  process.exit(2);
}

const say = (line) => console.log(JSON.stringify(line));
const withHeaders = JSON.parse(headers);
let open;

const client = createClient({
  url,
  lazy: false,
  webSocketImpl: class extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { headers: withHeaders });
    }
  },
  retryAttempts: 3,
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
  onNonLazyError: (reason) => say({ gaveUp: { code: reason?.code, reason: reason?.reason } }),
  on: {
    connected: (socket) => {
      open = socket;
      say({ connected: true });
    },
    closed: ({ code, reason }) => say({ closed: { code, reason: String(reason) } }),
  },
});

const running = new Map();

const begin = ({ id, query, variables, operationName }) => {
  const stop = client.subscribe(
    { query, variables, operationName },
    {
      next: (result) => say({ id, next: result }),
      complete: () => say({ id, complete: true }),
      error: (error) =>
        say({ id, error: Array.isArray(error) ? error : { code: error?.code, message: String(error?.message ?? error?.reason) } }),
    },
  );
  running.set(id, stop);
};

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text);
  if (line.query) begin(line);
  else if (line.stop) running.get(line.id)?.();
  else if (line.cut) open?.terminate();
  else if (line.close) break;
}
await client.dispose();
