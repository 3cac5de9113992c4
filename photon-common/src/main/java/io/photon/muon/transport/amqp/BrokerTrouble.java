// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.result.Failure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an exception of the client library means to the person who set the broker's address. Pure functions. */
final class BrokerTrouble {

    /** The feature that RabbitMQ denies from 4.3 on unless it is permitted. */
    private static final String TRANSIENT_QUEUES = "transient_nonexcl_queues";

    /** RabbitMQ: {@code message size 5242880 is larger than configured max size 1048576}. */
    private static final Pattern MAX_SIZE = Pattern.compile("larger than configured max size (\\d{1,9})");

    private BrokerTrouble() {}

    /** Why there is no connection, never with a password. */
    static Failure explain(BrokerAddress broker, Throwable problem) {
        String reason = reason(problem);
        if (reason.contains(TRANSIENT_QUEUES)) {
            return unreachable(
                    "the broker at " + broker + " denies the queues that Muon is made of (transient, not exclusive)",
                    "set deprecated_features.permit." + TRANSIENT_QUEUES
                            + " = true in its rabbitmq.conf, as RabbitMQ 4.3"
                            + " and later need it, or run RabbitMQ 4.2 or older");
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            Failure failure = known(broker, cause);
            if (failure != null) {
                return failure;
            }
        }
        return unreachable("no connection to the broker at " + broker + ": " + reason, "look into the broker's log");
    }

    private static @Nullable Failure known(BrokerAddress broker, Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return unreachable(
                    "no AMQP broker: the name " + broker.host() + " has no address", "check the host in the URL");
        }
        if (cause instanceof AuthenticationFailureException
                || cause instanceof PossibleAuthenticationFailureException) {
            return Failure.of(
                    Failure.Kind.NOT_AUTHENTICATED,
                    "the broker at " + broker.withoutIdentity() + " refuses the user '" + broker.user()
                            + "' or the password",
                    broker.user().equals("guest")
                            ? "write amqp://USER:PASSWORD@HOST; RabbitMQ lets guest in from its own machine only"
                            : "check user and password in the URL");
        }
        if (cause instanceof ShutdownSignalException signal) {
            return shutdown(broker, signal);
        }
        if (cause instanceof SSLException) {
            return unreachable(
                    "no trusted TLS connection to the broker at " + broker + ": " + cause.getMessage(),
                    "check that the port speaks TLS and that Java trusts the certificate"
                            + " (JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE)");
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            return unreachable(
                    "the broker at " + broker + " does not answer", "is it the AMQP port, and is the broker well?");
        }
        if (cause instanceof ConnectException) {
            return unreachable(
                    "no AMQP broker at " + broker + ": " + cause.getMessage(),
                    "start RabbitMQ there, or name another with MUON_URL or muon.url");
        }
        if (cause instanceof EOFException) {
            return unreachable(
                    "the broker at " + broker + " closes the connection at once",
                    broker.secure() ? "does the port speak TLS?" : "does the port speak AMQP without TLS?");
        }
        return null;
    }

    private static @Nullable Failure shutdown(BrokerAddress broker, ShutdownSignalException signal) {
        String reason = reason(signal);
        if (signal.getReason() instanceof AMQP.Connection.Close close && close.getReplyCode() == AMQP.NOT_ALLOWED) {
            return unreachable(
                    "the broker at " + broker.withoutIdentity() + " does not let '" + broker.user()
                            + "' into the virtual host '" + broker.virtualHost() + "': " + reason,
                    "check the last part of the URL, or rabbitmqctl set_permissions");
        }
        if (refusedSize(signal).isPresent()) {
            return unreachable(
                    "the broker at " + broker + " refused a message: " + reason,
                    "raise max_message_size in its rabbitmq.conf, or use HTTP for what is as large");
        }
        if (signal.getReason() instanceof AMQP.Channel.Close close && close.getReplyCode() == AMQP.ACCESS_REFUSED) {
            return unreachable(
                    "the user '" + broker.user() + "' may not do at the broker what Muon needs: " + reason,
                    "rabbitmqctl set_permissions -p VHOST USER '.*' '.*' '.*'");
        }
        return signal.getCause() != null
                ? null
                : unreachable("the broker at " + broker + " closed the connection: " + reason, "look into its log");
    }

    /** The largest message that the broker takes, in bytes, when it has closed an AMQP channel because of a larger one. */
    static OptionalInt refusedSize(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.PRECONDITION_FAILED) {
                Matcher size = MAX_SIZE.matcher(close.getReplyText());
                if (size.find()) {
                    return OptionalInt.of(Integer.parseInt(size.group(1)));
                }
            }
        }
        return OptionalInt.empty();
    }

    /** In the broker's words when there are any. */
    static String reason(Throwable problem) {
        String found = String.valueOf(problem.getMessage());
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                if (signal.getReason() instanceof AMQP.Connection.Close close) {
                    return close.getReplyText();
                }
                if (signal.getReason() instanceof AMQP.Channel.Close close) {
                    return close.getReplyText();
                }
            }
            if (cause.getMessage() != null) {
                found = cause.getMessage();
            }
        }
        return found;
    }

    private static Failure unreachable(String message, String hint) {
        return Failure.of(Failure.Kind.UNREACHABLE, message, hint);
    }
}
