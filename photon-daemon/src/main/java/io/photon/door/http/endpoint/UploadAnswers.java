// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Stored;
import io.photon.codec.FailureJson;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.call.ResponseStream;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is said about the lines of an upload: a line each, or one at the end ({@code ?ack=summary}). */
final class UploadAnswers implements UploadBatch.Outcomes {

    private static final int MAX_ERRORS_SHOWN = 20;

    private final boolean summary;
    private final Bytes ready = new Bytes(1024);
    private final Bytes errors = new Bytes(64);
    private long stored;
    private long duplicates;
    private long refused;
    private long firstOrderId;
    private long lastOrderId;
    private @Nullable String durability;

    UploadAnswers(boolean summary) {
        this.summary = summary;
    }

    @Override
    public void stored(Stored answer) {
        stored++;
        if (answer.duplicate()) {
            duplicates++;
        }
        firstOrderId = firstOrderId == 0 ? answer.orderId() : firstOrderId;
        lastOrderId = Math.max(lastOrderId, answer.orderId());
        durability = answer.durability();
        if (!summary) {
            ready.ascii("{\"order-id\":").number(answer.orderId());
            ready.ascii(",\"event-time\":").number(answer.eventTime());
            ready.ascii(",\"durability\":\"").ascii(answer.durability());
            ready.ascii(answer.duplicate() ? "\",\"duplicate\":true}\n" : "\"}\n");
        }
    }

    @Override
    public void refused(Failure failure, long line) {
        refused++;
        if (!summary) {
            ready.add(FailureJson.bytes(failure, line)).add('\n');
        } else if (refused <= MAX_ERRORS_SHOWN) {
            if (errors.size() > 0) {
                errors.add(',');
            }
            errors.add(FailureJson.bytes(failure, line));
        }
    }

    /** Whether there was no line to say anything about. */
    boolean isSilent() {
        return stored + refused == 0;
    }

    /** The upload broke off; what was said before holds. */
    void broke(Failure failure) {
        if (!summary) {
            ready.add(FailureJson.bytes(failure)).add('\n');
        } else {
            refused(failure, -1);
        }
    }

    /** The last words. */
    void finish() {
        if (!summary) {
            return;
        }
        ready.ascii("{\"stored\":").number(stored).ascii(",\"duplicates\":").number(duplicates);
        ready.ascii(",\"refused\":").number(refused);
        if (stored > 0) {
            ready.ascii(",\"first-order-id\":").number(firstOrderId);
            ready.ascii(",\"last-order-id\":").number(lastOrderId);
            ready.add((",\"durability\":\"" + durability + "\"").getBytes(StandardCharsets.US_ASCII));
        }
        ready.ascii(",\"errors\":[").add(errors.array(), 0, errors.size()).ascii("]}\n");
    }

    /** Passes on what can be said now. @return whether more is wanted, as {@link ResponseStream#put} */
    boolean passTo(ResponseStream out) {
        if (ready.size() == 0) {
            return true;
        }
        byte[] text = ready.toArray(); // a copy: a large text is not copied by the outflow
        ready.clear();
        return out.put(text, 0, text.length);
    }

    byte[] take() {
        byte[] text = ready.toArray();
        ready.clear();
        return text;
    }
}
