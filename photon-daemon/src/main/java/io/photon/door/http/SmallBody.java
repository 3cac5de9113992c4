package io.photon.door.http;

import io.photon.result.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a whole body of limited length, growing with what comes, then hands it over. On the I/O thread. */
final class SmallBody implements BodyPump.Receiver {

    private static final int FIRST_BYTES = 8 * 1024;

    private final Call call;
    private final HttpSettings settings;
    private final InboundBudget budget;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final BodyPump pump;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private long taken;

    /** @param whole gets the body on the I/O thread */
    SmallBody(Call call, HttpSettings settings, InboundBudget budget, int maxBytes, Consumer<byte[]> whole) {
        this.call = call;
        this.settings = settings;
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.pump = new BodyPump(call, this);
    }

    void start() {
        if (call.exchange().getRequestContentLength() > maxBytes) {
            call.answer(tooLarge());
        } else {
            pump.start();
        }
    }

    private Failure tooLarge() {
        return Failure.of(
                Failure.Kind.TOO_LARGE, "the body is longer than " + maxBytes + " bytes", "send something shorter");
    }

    @Override
    public void bytes(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (size + more > maxBytes) {
            refuse(tooLarge());
            return;
        }
        if (!budget.take(more)) {
            refuse(Failure.of(
                    Failure.Kind.OVERLOADED, "too much is being sent at once", "nothing was done; try again soon"));
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
    public void end() {
        byte[] body = Arrays.copyOf(bytes, size);
        letGo();
        whole.accept(body);
    }

    @Override
    public void broken(Failure failure) {
        if (failure.kind() == Failure.Kind.TIMED_OUT) {
            refuse(failure);
        } else {
            letGo();
            call.close();
        }
    }

    @Override
    public long patienceMs() {
        return settings.readTimeoutMs();
    }

    private void refuse(Failure failure) {
        pump.stop();
        letGo();
        call.answer(failure);
    }

    private void letGo() {
        budget.giveBack(taken);
        taken = 0;
        bytes = new byte[0];
    }
}
