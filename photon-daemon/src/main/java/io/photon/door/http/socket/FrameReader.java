// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a client as they come (RFC 6455, 5), and finds what breaks the protocol. Messages are texts of a limited
 * length. Memory: one message. Not thread-safe.
 */
final class FrameReader {

    /** Gets what is read, each at once. */
    interface Receiver {
        /** A message. @param utf8 valid UTF-8; belongs to the receiver */
        void message(byte[] utf8);

        /** The client wants to know whether someone is there. */
        void asksForLife(byte[] content);

        /** The client closes. @param code {@link CloseCode#NORMAL} when it said none */
        void closes(int code);
    }

    /** Why the connection has to be closed. @param code as in {@link CloseCode} */
    record Violation(int code, String reason) {}

    /** Of a message; commands are short. */
    static final int MAX_MESSAGE_BYTES = 4 * 1024;

    private static final int MAX_HEAD_BYTES = 14;
    private static final int MASK_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final Receiver receiver;
    private final byte[] head = new byte[MAX_HEAD_BYTES];
    private int headSize;
    /** How many bytes the head has, as far as is known. */
    private int headLength = 2;

    private byte[] content = NOTHING;
    private int contentSize;
    private int contentLength;
    /** Of a message in several frames, those that came. */
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private boolean inMessage;
    private boolean closed;

    FrameReader(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Reads on; after a violation, and after a close frame, nothing more is read. */
    @Nullable Violation read(ByteBuffer bytes) {
        Violation wrong = null;
        while (wrong == null && !closed && (bytes.hasRemaining() || isWhole())) {
            if (headSize < headLength) {
                wrong = head(bytes.get());
            } else {
                int n = Math.min(bytes.remaining(), contentLength - contentSize);
                bytes.get(content, contentSize, n);
                contentSize += n;
                wrong = isWhole() ? frame() : null;
            }
        }
        closed |= wrong != null;
        return wrong;
    }

    private boolean isWhole() {
        return headSize == headLength && contentSize == contentLength;
    }

    private int opcode() {
        return head[0] & 0x0f;
    }

    private boolean isFinal() {
        return head[0] < 0;
    }

    private boolean isControl() {
        return opcode() >= Frames.CLOSE;
    }

    private @Nullable Violation head(byte next) {
        head[headSize++] = next;
        if (headSize == 1) {
            return first();
        }
        if (headSize == 2) {
            int length = next & 0x7f;
            if (next >= 0) {
                return protocol("a client's frames are masked");
            }
            if (isControl() && length > Frames.MAX_CONTROL_BYTES) {
                return protocol("a control frame has at most 125 bytes");
            }
            headLength = 2 + MASK_BYTES + (length == 126 ? 2 : length == 127 ? 8 : 0);
        }
        return headSize == headLength ? begin() : null;
    }

    private @Nullable Violation first() {
        if ((head[0] & 0x70) != 0) {
            return protocol("a reserved bit is set, and no extension was agreed on");
        }
        return switch (opcode()) {
            case Frames.TEXT -> inMessage ? protocol("a message begins within another") : null;
            case Frames.BINARY -> new Violation(CloseCode.UNSUPPORTED, "commands are texts of JSON");
            case Frames.CONTINUATION -> inMessage ? null : protocol("there is no message to go on with");
            case Frames.CLOSE, Frames.PING, Frames.PONG -> isFinal() ? null : protocol("a control frame is in pieces");
            default -> protocol("there is no opcode " + opcode());
        };
    }

    /** The head is there. */
    private @Nullable Violation begin() {
        long length = head[1] & 0x7f;
        if (length == 126) {
            length = (head[2] & 0xff) << 8 | head[3] & 0xff;
        } else if (length == 127) {
            length = ByteBuffer.wrap(head, 2, 8).getLong();
        }
        int shortest = headLength == MAX_HEAD_BYTES ? 0x1_0000 : headLength == 8 ? 126 : 0;
        if (length < shortest) {
            return protocol("a length is longer than it has to be");
        }
        if (length > MAX_MESSAGE_BYTES - message.size() && !isControl()) {
            return new Violation(CloseCode.TOO_BIG, "a command has at most " + MAX_MESSAGE_BYTES + " bytes");
        }
        contentLength = (int) length;
        content = contentLength == 0 ? NOTHING : new byte[contentLength];
        contentSize = 0;
        return null;
    }

    private @Nullable Violation frame() {
        byte[] unmasked = content;
        for (int i = 0; i < contentLength; i++) {
            unmasked[i] ^= head[headLength - MASK_BYTES + (i & 3)];
        }
        headSize = 0;
        headLength = 2;
        contentLength = 0;
        contentSize = 0;
        content = NOTHING;
        return switch (opcode()) {
            case Frames.PING -> {
                receiver.asksForLife(unmasked);
                yield null;
            }
            case Frames.PONG -> null;
            case Frames.CLOSE -> close(unmasked);
            default -> piece(unmasked);
        };
    }

    private @Nullable Violation piece(byte[] more) {
        inMessage = !isFinal();
        if (inMessage) {
            message.writeBytes(more);
            return null;
        }
        byte[] whole = more;
        if (message.size() > 0) {
            message.writeBytes(more);
            whole = message.toByteArray();
            message.reset();
        }
        if (Utf8.firstInvalid(whole, 0, whole.length) >= 0) {
            return new Violation(CloseCode.NOT_UTF8, "a text is not UTF-8");
        }
        receiver.message(whole);
        return null;
    }

    private @Nullable Violation close(byte[] said) {
        if (said.length == 1) {
            return protocol("a close code has two bytes");
        }
        if (said.length >= 2) {
            int code = (said[0] & 0xff) << 8 | said[1] & 0xff;
            if (!CloseCode.isSendable(code)) {
                return protocol("there is no close code " + code);
            }
            if (Utf8.firstInvalid(said, 2, said.length) >= 0) {
                return new Violation(CloseCode.NOT_UTF8, "the reason of a close frame is not UTF-8");
            }
        }
        closed = true;
        receiver.closes(said.length >= 2 ? (said[0] & 0xff) << 8 | said[1] & 0xff : CloseCode.NORMAL);
        return null;
    }

    private static Violation protocol(String reason) {
        return new Violation(CloseCode.PROTOCOL, reason);
    }
}
