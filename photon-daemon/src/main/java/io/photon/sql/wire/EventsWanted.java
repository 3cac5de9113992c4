// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Events that the process wants.
 *
 * @param stream a name, or that of all streams
 * @param from exclusive: forwards only events above it, backwards only events below it
 * @param to inclusive bound at the far end
 * @param backwards which way
 * @param max at most this many
 */
public record EventsWanted(String stream, long from, long to, boolean backwards, int max) {

    /** Writes it as the fields of a frame. */
    public void write(DataOutputStream data) throws IOException {
        FramePipes.writeText(data, stream);
        data.writeLong(from);
        data.writeLong(to);
        data.writeBoolean(backwards);
        data.writeInt(max);
    }

    /** Reads what {@link #write} wrote. */
    public static EventsWanted read(DataInputStream data) throws IOException {
        return new EventsWanted(
                FramePipes.readText(data), data.readLong(), data.readLong(), data.readBoolean(), data.readInt());
    }
}
