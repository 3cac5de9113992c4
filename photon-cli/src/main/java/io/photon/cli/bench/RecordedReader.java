// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.ByteSink;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.codec.JsonFields;
import io.photon.codec.LineSplitter;
import java.util.Arrays;

/** Follows the stream from its beginning, goes on after each break where it was, and records what it is given. */
final class RecordedReader implements Runnable {

    /** How long to keep away from a daemon that does not answer. */
    private static final long REST_MS = 50;

    private final Stage stage;
    private final Recorder recorder;
    private final PhotonClient client;
    private final String name;
    private long last;

    RecordedReader(Stage stage, Recorder recorder, PhotonClient client, String name) {
        this.stage = stage;
        this.recorder = recorder;
        this.client = client;
        this.name = name;
    }

    @Override
    public void run() {
        while (!stage.halt().isGiven()) {
            long from = last == 0 ? 0 : last + 1;
            recorder.readStart(name, stage.name(), from);
            client.replay(query(stage.name(), "hot-cold", from), new Events((bytes, begin, end) -> {
                byte[] event = Arrays.copyOfRange(bytes, begin, end);
                last = JsonFields.number(event, "order-id");
                recorder.read(name, event);
            }));
            stage.halt().await(REST_MS); // a break is no error here: the daemon may be killed on purpose
        }
    }

    static ReplayQuery query(String stream, String type, long from) {
        return new ReplayQuery(stream, true, type, from, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false, false);
    }

    /** Takes one event's line. */
    interface Taker {
        void take(byte[] bytes, int from, int to);
    }

    /** Cuts an answer into events; signs of life are left out, and so is what was cut off. */
    static final class Events implements ByteSink, LineSplitter.Lines {
        private final LineSplitter lines = new LineSplitter(2 * BenchEvents.MAX_BYTES, this);
        private final Taker taker;

        Events(Taker taker) {
            this.taker = taker;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            lines.feed(bytes, offset, length);
        }

        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            if (JsonFields.find(bytes, from, to, "order-id") != null) {
                taker.take(bytes, from, to);
            }
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            return true; // no event of a bench is
        }
    }
}
