package io.photon.door.http;

import io.photon.result.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a whole body of limited length, growing with what comes, not with what was announced. On the I/O thread. What it
 * holds counts in the {@link InboundBudget} until it is let go.
 */
abstract class SmallBody implements BodyPump.Receiver {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final byte[] NOTHING = {};

    final Call call;
    private final HttpSettings settings;
    private final InboundBudget budget;
    private final int maxBytes;
    private final BodyPump pump;
    private byte[] bytes = NOTHING;
    private int size;
    private long taken;

    SmallBody(Call call, HttpSettings settings, InboundBudget budget, int maxBytes) {
        this.call = call;
        this.settings = settings;
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.pump = new BodyPump(call, this);
    }

    /** Gets the body; answers the call, sooner or later, and lets go. @param bytes may be longer than the body */
    abstract void whole(byte[] bytes, int size);

    /** Why a body beyond the limit is refused. */
    abstract Failure tooLarge();

    final void start() {
        long announced = call.exchange().getRequestContentLength();
        if (announced > maxBytes) {
            call.answer(tooLarge());
            return;
        }
        bytes = new byte[announced >= 0 && announced < FIRST_BYTES ? (int) announced : FIRST_BYTES];
        pump.start();
    }

    @Override
    public final void bytes(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (size + more > maxBytes) {
            refuse(tooLarge());
            return;
        }
        if (!budget.take(more)) {
            refuse(Failure.of(
                    Failure.Kind.OVERLOADED,
                    "too much is being sent at once",
                    "nothing was stored; try again in a moment"));
            return;
        }
        taken += more;
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(size + more, bytes.length * 2)));
        }
        chunk.get(bytes, size, more);
        size += more;
    }

    @Override
    public final void end() {
        byte[] body = bytes;
        bytes = NOTHING;
        whole(body, size);
    }

    @Override
    public final void broken(Failure failure) {
        if (failure.kind() == Failure.Kind.TIMED_OUT) {
            refuse(failure);
        } else {
            letGo();
            call.close();
        }
    }

    @Override
    public final long patienceMs() {
        return settings.times().readTimeoutMs();
    }

    final void refuse(Failure failure) {
        pump.stop();
        letGo();
        call.answer(failure);
    }

    final void letGo() {
        budget.giveBack(taken);
        taken = 0;
        bytes = NOTHING;
    }
}
