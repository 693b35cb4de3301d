import { createServer } from 'node:http'

// The bare provider of bench/relay.ts, in a process of its own: reads a request, answers at once. Tells its port on stdout.
const answer = JSON.stringify({
  choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: '{"hits":[]}' } }],
  usage: { prompt_tokens: 1000, completion_tokens: 100 },
})

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`)
})
