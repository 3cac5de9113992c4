// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.io.ByteArrayInputStream;

/** One client that emits, one request after the other, at the pace of all. */
final class Emitter implements Runnable {

    /** Hears of each request that was answered. */
    interface Stored {
        /**
         * @param meant when it was meant to leave
         * @param stored events
         * @param last order-id
         */
        void stored(long meant, long now, int stored, long last);
    }

    private final Stage stage;
    private final Pace pace;
    private final PhotonClient client;
    private final BenchEvents events;
    private final Stored listener;

    Emitter(Stage stage, Pace pace, PhotonClient client, BenchEvents events, Stored listener) {
        this.stage = stage;
        this.pace = pace;
        this.client = client;
        this.events = events;
        this.listener = listener;
    }

    @Override
    public void run() {
        boolean alone = stage.plan().batch() == 1;
        for (long meant = pace.next(); meant != Long.MIN_VALUE; meant = pace.next()) {
            // Never the time of a probe, which is 0.
            long time = Math.max(1, meant - stage.originNanos());
            if (alone) {
                one(meant, time);
            } else {
                many(meant, time, stage.plan().batch());
            }
        }
    }

    private void one(long meant, long time) {
        Result<byte[]> answer = stage.recorder() == null
                ? client.emit(events.next(time), EmitOptions.PLAIN)
                : recorded(stage.recorder());
        if (answer instanceof Result.Ok<byte[]> ok) {
            listener.stored(meant, System.nanoTime(), 1, JsonFields.number(ok.value(), "order-id"));
        } else {
            stage.failed(answer.failure());
        }
    }

    private Result<byte[]> recorded(Recorder recorder) {
        long number = recorder.nextKey();
        byte[] event = events.next(number);
        String key = BenchEvents.shown(number);
        recorder.invoke(stage.name(), key);
        Result<byte[]> answer = client.emit(event, EmitOptions.PLAIN);
        recorder.answered(key, answer);
        return answer;
    }

    private void many(long meant, long time, int count) {
        BatchAnswers answers = new BatchAnswers();
        Result<Long> sent =
                client.emitLines(new ByteArrayInputStream(events.lines(time, count)), EmitOptions.PLAIN, answers);
        long now = System.nanoTime();
        if (answers.stored() > 0) {
            listener.stored(meant, now, (int) answers.stored(), answers.last());
        }
        if (sent instanceof Result.Err<Long> err) {
            stage.failed(err.failure());
        } else if (answers.refusal() != null) {
            stage.failed(answers.refusal());
        }
    }
}
