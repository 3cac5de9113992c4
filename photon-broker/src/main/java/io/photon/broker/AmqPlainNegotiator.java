// SPDX-License-Identifier: Apache-2.0
package io.photon.broker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.server.security.auth.AuthenticationResult;
import org.apache.qpid.server.security.auth.AuthenticationResult.AuthenticationStatus;
import org.apache.qpid.server.security.auth.sasl.SaslNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * AMQPLAIN: the client's first answer is an AMQP table without its length, with the long strings LOGIN and PASSWORD.
 * Named in the AMQP 0-9-1 errata; RabbitMQ offers it too.
 */
final class AmqPlainNegotiator implements SaslNegotiator {

    static final String MECHANISM = "AMQPLAIN";

    /** Says whether a user has that password. */
    interface Users {
        AuthenticationResult authenticate(String user, String password);
    }

    private final Users users;
    private @Nullable String user;

    AmqPlainNegotiator(Users users) {
        this.users = users;
    }

    @Override
    public AuthenticationResult handleResponse(byte[] response) {
        if (response == null || response.length == 0) {
            return new AuthenticationResult(new byte[0], AuthenticationStatus.CONTINUE);
        }
        String password = null;
        ByteBuffer table = ByteBuffer.wrap(response);
        try {
            while (table.hasRemaining()) {
                String name = text(table, table.get() & 0xff);
                if (table.get() != 'S') {
                    return new AuthenticationResult(AuthenticationStatus.ERROR);
                }
                String value = text(table, table.getInt());
                user = name.equals("LOGIN") ? value : user;
                password = name.equals("PASSWORD") ? value : password;
            }
        } catch (BufferUnderflowException e) {
            return new AuthenticationResult(AuthenticationStatus.ERROR, e);
        }
        return user == null || password == null
                ? new AuthenticationResult(AuthenticationStatus.ERROR)
                : users.authenticate(user, password);
    }

    private static String text(ByteBuffer from, int length) {
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void dispose() {}

    @Override
    public @Nullable String getAttemptedAuthenticationId() {
        return user;
    }
}
