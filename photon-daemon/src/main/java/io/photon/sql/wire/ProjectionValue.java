// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The value of a projection.
 *
 * @param name its exact name
 * @param position the value covers all events up to this order-id
 * @param json the value
 */
public record ProjectionValue(String name, long position, byte[] json) {

    /** Writes it as the fields of a frame. */
    public void write(DataOutputStream data) throws IOException {
        FramePipes.writeText(data, name);
        data.writeLong(position);
        data.write(json);
    }

    /** Reads what {@link #write} wrote, to the end. */
    public static ProjectionValue read(DataInputStream data) throws IOException {
        return new ProjectionValue(FramePipes.readText(data), data.readLong(), data.readAllBytes());
    }
}
