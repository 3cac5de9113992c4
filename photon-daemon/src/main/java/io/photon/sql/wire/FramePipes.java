// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes frames to one pipe and reads them from another. Writing is for many threads, reading for one. */
public final class FramePipes {

    private static final int BUFFER_BYTES = 64 * 1024;
    /** Longer than the longest event there may be, and a value of the size that a projection may have. */
    private static final int LONGEST_BYTES = (1 << 30) + (64 << 20);

    private final DataInputStream in;
    private final DataOutputStream out;

    /** @param in not closed by this @param out not closed by this */
    public FramePipes(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
    }

    /** A frame that was read. */
    public record Frame(FrameType type, byte[] bytes) {

        /** Reads its fields. */
        public DataInputStream data() {
            return new DataInputStream(new ByteArrayInputStream(bytes));
        }
    }

    /** What writes the fields of a frame. */
    public interface Fields {
        void to(DataOutputStream data) throws IOException;
    }

    /** Sends a frame. @throws IOException when the other side is gone */
    public void send(FrameType type, Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        fields.to(new DataOutputStream(bytes));
        send(type, bytes.toByteArray());
    }

    /** Sends a frame. @throws IOException when the other side is gone */
    public synchronized void send(FrameType type, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.writeByte(type.ordinal());
        out.write(bytes);
        out.flush();
    }

    /** The next frame. @throws EOFException when the other side is gone */
    public Frame read() throws IOException {
        int length = in.readInt();
        int type = in.readUnsignedByte();
        if (length < 0 || length > LONGEST_BYTES || type >= FrameType.values().length) {
            throw new IOException("a frame of type " + type + " and length " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("within a frame");
        }
        return new Frame(FrameType.values()[type], bytes);
    }

    /** A text of any length. */
    public static void writeText(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    /** What {@link #writeText} wrote. */
    public static String readText(DataInputStream data) throws IOException {
        return new String(data.readNBytes(data.readInt()), StandardCharsets.UTF_8);
    }
}
