// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * Reads a whole body of limited length. On the I/O thread. It is read when there is memory for it, which is held until
 * the request has ended: {@link RequestMemory}.
 */
public abstract class SmallBody implements RequestBodyReader.Receiver, RequestMemory.Holder {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final long STRANGERS_MS = 30_000;
    private static final byte[] NOTHING = {};

    public final Call call;
    private final HttpSettings settings;
    private final int maxBytes;
    private final RequestBodyReader reader;
    private final RequestMemory memory;
    private final boolean isOfStranger;
    private XnioExecutor.@Nullable Key deadline;
    private byte[] bytes = NOTHING;
    private int size;
    private boolean over;

    public SmallBody(Call call, HttpSettings settings, Budget budget, int maxBytes) {
        this(call, settings, budget, maxBytes, false);
    }

    /**
     * @param isOfStranger whether it is not known yet who sends it: then memory is taken as bytes come, whatever was announced,
     *     and the whole body has to be there within the read timeout, or 30 s
     */
    protected SmallBody(Call call, HttpSettings settings, Budget budget, int maxBytes, boolean isOfStranger) {
        this.isOfStranger = isOfStranger;
        this.call = call;
        this.settings = settings;
        this.maxBytes = maxBytes;
        this.reader = new RequestBodyReader(call, this);
        this.memory = new RequestMemory(call, budget, maxBytes, isOfStranger, this);
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
        if (isOfStranger) {
            long patience = Math.min(STRANGERS_MS, patienceMs());
            deadline = call.after(patience, () -> call.guarded(() -> tooSlow(patience)));
        }
        if (memory.ensureAnnounced()) {
            reader.start();
        }
    }

    private void tooSlow(long patience) {
        if (!over) {
            refuse(Failure.of(
                    Failure.Kind.TIMED_OUT,
                    "the body was not there after " + patience + " ms",
                    "send the request in one go"));
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
        long announced = isOfStranger ? -1 : call.exchange().getRequestContentLength();
        return size > 0 ? bytes.length * 2 : announced >= 0 ? (int) announced : FIRST_BYTES;
    }

    @Override
    public final void end() {
        byte[] body = bytes;
        bytes = NOTHING;
        over = true;
        stopDeadline();
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
        stopDeadline();
        reader.stop();
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.remove();
        }
    }
}
