// SPDX-License-Identifier: Apache-2.0
'use strict';

// Drives the published muon-core client for a test: one JSON command per line in, one JSON answer per line out.
//
//   node muon-client.js NAME AMQP-URL            with NODE_PATH at the folder of the installed package
//
//   {"id":1,"do":"rpc","url":"rpc://photon/stream-names","body":{}}    -> {"id":1,"answer":{…}}
//   {"id":2,"do":"emit","event":{…}}                                   -> {"id":2,"answer":{…}}
//   {"id":3,"do":"introspect","service":"photon"}                      -> {"id":3,"answer":{…}}
//   {"id":4,"do":"discover"}                                           -> {"id":4,"answer":[…]}
//   {"id":5,"do":"replay","stream":"s","args":{"stream-type":"cold"}}  -> {"id":5,"item":{…}} … {"id":5,"end":"completed"}
//   {"id":6,"do":"subscribe","url":"stream://photon/stream","args":{}} -> the same
//   {"id":7,"do":"cancel","of":5}                                      -> {"id":7,"answer":true}

// muon-core's logger cannot be loaded by Node 18 and later: it looks for a global that is gone. A stand-in goes first.
const log = (level) => (text) => {
    if (level === 'error' || process.env.MUON_LOG) {
        process.stderr.write(level + ' ' + text + '\n');
    }
};
global.logger = {};
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'rainbow']) {
    global.logger[level] = log(level);
}
global.logger.isTraceEnabled = () => false;
const place = require.resolve('sexylog');
require.cache[place] = { id: place, filename: place, loaded: true, exports: global.logger };

const muon = require('muon-core').create(process.argv[2], process.argv[3]);
const subscriptions = {};

function say(answer) {
    process.stdout.write(JSON.stringify(answer) + '\n');
}

function watch(id, start) {
    subscriptions[id] = start(
        (item) => say({ id: id, item: item }),
        (error) => say({ id: id, end: 'failed', error: String((error && (error.cause || error.message)) || error) }),
        () => say({ id: id, end: 'completed' }));
}

const commands = {
    rpc: (c) => muon.request(c.url, c.body).then((answer) => say({ id: c.id, answer: answer }),
        (error) => say({ id: c.id, error: error })),
    emit: (c) => muon.emit(c.event).then((answer) => say({ id: c.id, answer: answer }),
        (error) => say({ id: c.id, error: error })),
    introspect: (c) => muon.introspect(c.service, (answer) => say({ id: c.id, answer: answer })),
    discover: (c) => muon.discovery().discoverServices((services) => say({ id: c.id, answer: services.serviceList })),
    replay: (c) => watch(c.id, (item, error, end) => muon.replay(c.stream, c.args, item, error, end)),
    subscribe: (c) => watch(c.id, (item, error, end) => muon.subscribe(c.url, c.args, item, error, end)),
    cancel: (c) => {
        subscriptions[c.of].cancel();
        say({ id: c.id, answer: true });
    }
};

require('readline').createInterface({ input: process.stdin })
    .on('line', (line) => {
        const command = JSON.parse(line);
        commands[command.do](command);
    })
    .on('close', () => process.exit(0)); // whoever started us is gone

say({ ready: true });
