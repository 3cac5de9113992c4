// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes emitted events into the store (docs/muon-protocol 8). Thread-safe. */
final class EventIntake implements MuonService.EventSink {

    /** An event is held twice for a moment: as it came, and as it is stored. */
    static final long COPIES = 2;

    static final Failure NO_MEMORY = Failure.tooMuchAtOnce("nothing was stored; try again in a moment");

    private final PhotonApi api;
    private final Callers callers;
    /** Answers are written here, not on the log's thread. */
    private final Executor answers;

    EventIntake(PhotonApi api, Callers callers, Executor answers) {
        this.api = api;
        this.callers = callers;
        this.answers = answers;
    }

    @Override
    public MuonService.Withdrawal emit(byte[] event, Consumer<EventResult> outcome) {
        IncomingEvent incoming = new IncomingEvent(api, callers, event, outcome, answers);
        incoming.begin();
        return incoming;
    }

    static EventResult result(Result<Stored> result) {
        return result instanceof Result.Ok<Stored> ok
                ? EventResult.stored(
                        ok.value().eventTime(),
                        ok.value().orderId(),
                        ok.value().durability(),
                        ok.value().duplicate())
                : EventResult.failed(result.failure());
    }
}
