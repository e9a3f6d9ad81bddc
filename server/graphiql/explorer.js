// Starts GraphiQL against this server: queries and mutations by POST, subscriptions over the socket.
'use strict';

const post = async (parameters) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify(parameters),
  });
  return response.json();
};

// One socket for each subscription: closing it is the simplest way to stop.
const subscribe = (parameters) => ({
  subscribe(observer) {
    const address = new URL('/graphql/ws', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address, 'graphql-transport-ws');
    const send = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => send({ type: 'connection_init' });
    socket.onmessage = ({ data }) => {
      const { type, payload } = JSON.parse(data);
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: parameters });
      else if (type === 'ping') send({ type: 'pong' });
      else if (type === 'next') observer.next(payload);
      else if (type === 'error') observer.next({ errors: payload });
      if (type === 'complete' || type === 'error') socket.close(1000);
    };
    socket.onclose = ({ code, reason }) => {
      if (code === 1000) observer.complete();
      else observer.error(new Error(`The connection was closed: ${code} ${reason}`));
    };
    return {
      unsubscribe() {
        socket.onclose = null;
        socket.close(1000);
      },
    };
  },
});

const isSubscription = ({ operationName }, { documentAST } = {}) =>
  (documentAST?.definitions ?? []).some(
    ({ kind, operation, name }) =>
      kind === 'OperationDefinition' &&
      operation === 'subscription' &&
      (!operationName || name?.value === operationName),
  );

const fetcher = (parameters, options) =>
  isSubscription(parameters, options) ? subscribe(parameters) : post(parameters);

const element = React.createElement(GraphiQL, {
  fetcher,
  isHeadersEditorEnabled: false,
  defaultQuery: '# People of your organisation, newest first.\n{\n  users(first: 10) {\n    nodes { id fullName email status }\n  }\n}\n',
});
ReactDOM.createRoot(document.getElementById('graphiql')).render(element);
