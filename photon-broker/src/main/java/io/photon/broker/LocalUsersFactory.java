// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.util.Map;
import org.apache.qpid.server.model.AbstractConfiguredObjectTypeFactory;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Container;

/** How Broker-J makes {@link LocalUsers}; found by the service loader. */
public final class LocalUsersFactory extends AbstractConfiguredObjectTypeFactory<LocalUsers> {

    public LocalUsersFactory() {
        super(LocalUsers.class);
    }

    @Override
    protected LocalUsers createInstance(Map<String, Object> attributes, ConfiguredObject<?> parent) {
        return new LocalUsers(attributes, (Container<?>) parent);
    }
}
