// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A stream as SQL shows it. @param bytes what its events take; -1 while that is not known */
public record StreamRow(String name, long totalEvents, long firstOrderId, long lastOrderId, long bytes) {

    /** As {@link #read} reads it. */
    public void write(DataOutputStream data) throws IOException {
        FramePipes.writeText(data, name);
        data.writeLong(totalEvents);
        data.writeLong(firstOrderId);
        data.writeLong(lastOrderId);
        data.writeLong(bytes);
    }

    /** What {@link #write} wrote. */
    public static StreamRow read(DataInputStream data) throws IOException {
        return new StreamRow(
                FramePipes.readText(data), data.readLong(), data.readLong(), data.readLong(), data.readLong());
    }
}
