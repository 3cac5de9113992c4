// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import java.util.List;

/**
 * What a service says of itself (docs/muon-protocol section 4.2). No list is null.
 *
 * @param identifier its name, lower case
 * @param tags e.g. {@code photon}, {@code eventstore}
 * @param codecs e.g. {@code application/json}
 * @param connectionUrls never with a password
 * @param capabilities e.g. {@code shared-channel}
 * @param instanceId which of several instances of that name; the identifier when none was given
 */
public record ServiceDescriptor(
        String identifier,
        List<String> tags,
        List<String> codecs,
        List<String> connectionUrls,
        List<String> capabilities,
        String instanceId) {

    public ServiceDescriptor {
        tags = List.copyOf(tags);
        codecs = List.copyOf(codecs);
        connectionUrls = List.copyOf(connectionUrls);
        capabilities = List.copyOf(capabilities);
    }
}
