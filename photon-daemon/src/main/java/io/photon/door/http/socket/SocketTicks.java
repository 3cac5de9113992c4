// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.api.Answer;
import io.photon.api.Caller;
import io.photon.api.Download;
import io.photon.api.UseCases;
import io.photon.codec.FailureJson;
import io.photon.question.Asked;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** The answer to a question as a message a second; none while the last one is not taken. */
final class SocketTicks implements SocketSession {

    private static final long EVERY_MS = 1_000;
    /** Of a message: more is for a call that is read piece by piece. */
    private static final int MAX_BYTES = 1 << 20;

    private final UseCases useCases;
    private final Caller caller;
    private final Asked asked;
    private @Nullable WebSocket socket;
    private XnioExecutor.@Nullable Key timer;
    private boolean asking;
    private boolean over;

    SocketTicks(UseCases useCases, Caller caller, Asked asked) {
        this.useCases = useCases;
        this.caller = caller;
        this.asked = asked;
    }

    @Override
    public void begin(WebSocket opened) {
        socket = opened;
        tick(opened);
    }

    private void tick(WebSocket to) {
        if (over) {
            return;
        }
        timer = to.ioThread().executeAfter(() -> tick(to), EVERY_MS, TimeUnit.MILLISECONDS);
        if (!asking && to.isEmpty()) {
            asking = true;
            to.onWorker(() -> ask(to));
        }
    }

    private void ask(WebSocket to) {
        Result<byte[]> message;
        try {
            message = useCases.ask(caller, asked).then(SocketTicks::whole);
        } finally {
            to.onIo(() -> asking = false);
        }
        to.onIo(() -> tell(to, message));
    }

    private void tell(WebSocket to, Result<byte[]> message) {
        if (over) {
            return;
        }
        if (message.isOk()) {
            to.text(message.value());
            return;
        }
        Failure failure = message.failure();
        switch (failure.kind()) {
            case NOT_AUTHENTICATED, DENIED, NOT_FOUND, BAD_INPUT -> to.fail(failure);
            default -> to.text(FailureJson.bytes(failure)); // it may be better in a second
        }
    }

    /** Whether a question can be asked; its answer is let go. */
    static Result<Boolean> refusal(Result<Answer> first) {
        return first.map(answer -> {
            if (answer instanceof Answer.Chunks chunks) {
                chunks.download().close();
            }
            return true;
        });
    }

    private static Result<byte[]> whole(Answer answer) {
        if (answer instanceof Answer.Json one) {
            return Result.ok(one.json());
        }
        if (answer instanceof Answer.Page page) {
            return page.entries().next(Integer.MAX_VALUE).then(entries -> whole(page.list(), entries));
        }
        if (answer instanceof Answer.Chunks chunks) {
            try (Download download = chunks.download()) {
                return whole(download);
            }
        }
        throw new IllegalArgumentException("no message can be made of " + answer);
    }

    private static Result<byte[]> whole(String list, List<String> entries) {
        byte[] json = Utf8.bytes("{\"" + list + "\":[" + String.join(",", entries) + "]}");
        return json.length > MAX_BYTES ? tooLarge() : Result.ok(json);
    }

    private static Result<byte[]> whole(Download download) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() <= MAX_BYTES) {
            Result<Optional<byte[]>> next = download.next();
            if (!next.isOk()) {
                return Result.err(next.failure());
            }
            if (next.value().isEmpty()) {
                return Result.ok(all.toByteArray());
            }
            all.writeBytes(next.value().get());
        }
        return tooLarge();
    }

    private static Result<byte[]> tooLarge() {
        return Result.err(
                Failure.Kind.TOO_LARGE,
                "the answer is longer than " + MAX_BYTES + " bytes",
                "ask for it under /api, where long answers come piece by piece");
    }

    @Override
    public void message(byte[] utf8) {
        WebSocket to = socket;
        if (to != null) {
            to.close(CloseCode.POLICY, "nothing is taken here, messages only come");
        }
    }

    @Override
    public void roomAgain() {
        // The next tick looks.
    }

    @Override
    public void heartbeat() {
        // There is a message a second.
    }

    @Override
    public void gone() {
        over = true;
        XnioExecutor.Key last = timer;
        if (last != null) {
            last.remove();
        }
    }
}
