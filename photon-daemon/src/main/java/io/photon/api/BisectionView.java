package io.photon.api;

import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * Where a condition on a projection's value begins to hold.
 *
 * @param orderId the first event after which it holds
 * @param event its line
 * @param before the value before it, JSON
 * @param after the value after it, JSON
 * @param folded how many events were folded to find it
 */
public record BisectionView(long orderId, byte[] event, byte[] before, byte[] after, long folded) {

    /** As doors show it. */
    public byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256 + event.length + before.length + after.length);
        json.writeBytes(Utf8.bytes("{\"order-id\":" + orderId + ",\"event\":"));
        json.writeBytes(event);
        json.writeBytes(Utf8.bytes(",\"before\":"));
        json.writeBytes(before);
        json.writeBytes(Utf8.bytes(",\"after\":"));
        json.writeBytes(after);
        json.writeBytes(Utf8.bytes(",\"folded-events\":" + folded + "}"));
        return json.toByteArray();
    }
}
