// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.util.List;
import java.util.Map;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.ManagedObject;
import org.apache.qpid.server.model.NamedAddressSpace;
import org.apache.qpid.server.security.auth.AuthenticationResult;
import org.apache.qpid.server.security.auth.UsernamePrincipal;
import org.apache.qpid.server.security.auth.manager.AbstractAuthenticationManager;
import org.apache.qpid.server.security.auth.manager.UsernamePasswordAuthenticationProvider;
import org.apache.qpid.server.security.auth.sasl.SaslNegotiator;
import org.apache.qpid.server.security.auth.sasl.SaslSettings;
import org.apache.qpid.server.security.auth.sasl.plain.PlainNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: the users whom Muon clients use without being told any, by PLAIN, and by AMQPLAIN, which Broker-J
 * lacks and the published npm client asks for. Their passwords are no secret; the broker listens on loopback only.
 */
@ManagedObject(category = false, type = LocalUsers.TYPE, register = false)
public final class LocalUsers extends AbstractAuthenticationManager<LocalUsers>
        implements UsernamePasswordAuthenticationProvider<LocalUsers> {

    static final String TYPE = "PhotonLocalUsers";

    private static final Map<String, String> USERS = Map.of("guest", "guest", "muon", "microservices");

    LocalUsers(Map<String, Object> attributes, Container<?> container) {
        super(attributes, container);
    }

    @Override
    public List<String> getMechanisms() {
        return List.of(PlainNegotiator.MECHANISM, AmqPlainNegotiator.MECHANISM);
    }

    @Override
    public @Nullable SaslNegotiator createSaslNegotiator(
            String mechanism, SaslSettings settings, NamedAddressSpace space) {
        return switch (mechanism) {
            case PlainNegotiator.MECHANISM -> new PlainNegotiator(this);
            case AmqPlainNegotiator.MECHANISM -> new AmqPlainNegotiator(this::authenticate);
            default -> null;
        };
    }

    @Override
    public AuthenticationResult authenticate(String user, String password) {
        return password.equals(USERS.get(user))
                ? new AuthenticationResult(new UsernamePrincipal(user, this))
                : new AuthenticationResult(AuthenticationResult.AuthenticationStatus.ERROR);
    }
}
