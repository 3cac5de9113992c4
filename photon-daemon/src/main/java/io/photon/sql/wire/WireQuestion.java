// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A question as the process gets it.
 *
 * @param sql one statement
 * @param args values for its question marks, as texts
 * @param format how the answer is written
 * @param head the answer is about events up to this order-id
 * @param events how many events there are up to there; -1 when that is not known
 * @param maxRows at most this many rows
 * @param timeoutMs how long it may take
 */
public record WireQuestion(
        String sql, List<String> args, SqlFormat format, long head, long events, int maxRows, long timeoutMs) {

    /** Writes it as the fields of a frame. */
    public void write(DataOutputStream data) throws IOException {
        FramePipes.writeText(data, sql);
        data.writeInt(args.size());
        for (String arg : args) {
            FramePipes.writeText(data, arg);
        }
        data.writeByte(format.ordinal());
        data.writeLong(head);
        data.writeLong(events);
        data.writeInt(maxRows);
        data.writeLong(timeoutMs);
    }

    /** Reads what {@link #write} wrote. */
    public static WireQuestion read(DataInputStream data) throws IOException {
        String sql = FramePipes.readText(data);
        int count = data.readInt();
        List<String> args = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            args.add(FramePipes.readText(data));
        }
        return new WireQuestion(
                sql,
                args,
                SqlFormat.values()[data.readUnsignedByte()],
                data.readLong(),
                data.readLong(),
                data.readInt(),
                data.readLong());
    }
}
