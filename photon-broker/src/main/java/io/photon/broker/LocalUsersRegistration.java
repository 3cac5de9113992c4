// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.util.Collection;
import java.util.List;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.plugin.ConfiguredObjectRegistration;

/** Tells Broker-J that there is such a class as {@link LocalUsers}; found by the service loader. */
public final class LocalUsersRegistration implements ConfiguredObjectRegistration {

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public Collection<Class<? extends ConfiguredObject>> getConfiguredObjectClasses() {
        return List.of(LocalUsers.class);
    }

    @Override
    public String getType() {
        return "io.photon.broker";
    }
}
