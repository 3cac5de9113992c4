// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.backend.SlotOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to open the store.
 *
 * @param nodes at least one node of the cluster
 * @param login null for a Riak whose security is off
 * @param bucketType which says whether the bucket is strongly consistent
 * @param bucket which nothing else uses
 * @param slots what is the same for each server of this kind
 */
record RiakOptions(List<Node> nodes, @Nullable RiakLogin login, String bucketType, String bucket, SlotOptions slots) {

    /** Where one of them listens. */
    record Node(String host, int port) {

        static final int USUAL_PORT = 8087;

        /** @param text as in {@code SettingTypes.hostAndPort} */
        static Node of(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
            String host = hasPort ? text.substring(0, colon) : text;
            return new Node(
                    host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                    hasPort ? Integer.parseInt(text.substring(colon + 1)) : USUAL_PORT);
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** For messages. */
    String shown() {
        return nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
    }
}
