package io.photon.door.http.wire;

import io.photon.budget.Budget;
import io.photon.result.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a whole body of limited length. On the I/O thread. It is read when there is memory for it, which is held until
 * the request has ended: {@link RequestMemory}.
 */
public abstract class SmallBody implements RequestBodyReader.Receiver, RequestMemory.Holder {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final byte[] NOTHING = {};

    public final Call call;
    private final HttpSettings settings;
    private final int maxBytes;
    private final RequestBodyReader reader;
    private final RequestMemory memory;
    private byte[] bytes = NOTHING;
    private int size;
    private boolean over;

    public SmallBody(Call call, HttpSettings settings, Budget budget, int maxBytes) {
        this.call = call;
        this.settings = settings;
        this.maxBytes = maxBytes;
        this.reader = new RequestBodyReader(call, this);
        this.memory = new RequestMemory(call, budget, maxBytes, this);
    }

    /** Gets the body, and answers the call, sooner or later. @param bytes may be longer than the body */
    protected abstract void whole(byte[] bytes, int size);

    /** Why a body beyond the limit is refused. */
    protected abstract Failure tooLarge();

    protected final RequestMemory memory() {
        return memory;
    }

    public final void start() {
        long announced = call.exchange().getRequestContentLength();
        if (announced > maxBytes) {
            call.answer(tooLarge());
            return;
        }
        if (memory.ensureAnnounced()) {
            reader.start();
        }
    }

    @Override
    public final void memoryCame() {
        reader.startOrResume();
    }

    @Override
    public final void noMemory() {
        if (!over) {
            refuse(Failure.tooMuchAtOnce("nothing was stored; try again in a moment"));
        }
    }

    @Override
    public final void bytes(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (size + more > maxBytes) {
            refuse(tooLarge());
            return;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(size + more, next())));
        }
        chunk.get(bytes, size, more);
        size += more;
        if (!memory.ensure(size)) {
            reader.pause();
        }
    }

    /** What was announced is allocated at once, as memory was taken for it: growing would need more. */
    private int next() {
        long announced = call.exchange().getRequestContentLength();
        return size > 0 ? bytes.length * 2 : announced >= 0 ? (int) announced : FIRST_BYTES;
    }

    @Override
    public final void end() {
        byte[] body = bytes;
        bytes = NOTHING;
        over = true;
        memory.shrinkTo(size);
        whole(body, size);
    }

    @Override
    public final void broken(Failure failure) {
        if (call.isAnswerable()) {
            refuse(failure);
        } else {
            call.close();
        }
    }

    @Override
    public final long patienceMs() {
        return settings.times().readTimeoutMs();
    }

    protected final void refuse(Failure failure) {
        gone();
        memory.release();
        call.answer(failure);
    }

    @Override
    public final void gone() {
        over = true;
        bytes = NOTHING;
        reader.stop();
    }
}
