// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** How a broker is named, and what is said when it cannot be reached: never with the password. */
class BrokerAddressTest {

    private static BrokerAddress address(String url) {
        return AmqpTransportTest.address(url);
    }

    @Test
    void aUrlNamesHostPortUserPasswordAndVirtualHost() {
        assertEquals(
                new BrokerAddress(true, "broker", 99, "us@er", "p:s/w", "/a b"),
                address("amqps://us%40er:p%3As%2Fw@broker:99/%2Fa%20b"));
        assertEquals(new BrokerAddress(false, "::1", 5672, "guest", "guest", "/"), address("amqp://[::1]"));
        assertEquals(
                new BrokerAddress(true, "my_host", 5671, "u", "", "v"), address("AMQPS://u@my_host/v?heartbeat=5"));
        assertEquals(
                7,
                ((Result.Ok<BrokerAddress>) BrokerAddress.parse("amqp://h", 7))
                        .value()
                        .port());
        assertEquals(
                8,
                ((Result.Ok<BrokerAddress>) BrokerAddress.parse("amqp://h:8", 7))
                        .value()
                        .port());
        assertEquals("/", address("amqp://localhost/").virtualHost());
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutRepeatingIt() {
        for (String url : new String[] {
            "",
            "http://x",
            "amqp://",
            "amqp://u:secret@:1",
            "amqp://secret@h:0",
            "amqp://u:secret%zz@h",
            "amqp://h:99999"
        }) {
            Failure failure = assertInstanceOf(Result.Err.class, BrokerAddress.parse(url, null), url)
                    .failure();
            assertFalse((failure.message() + failure.hint()).contains("secret"), failure.message());
        }
    }

    @Test
    void noTextOfItShowsThePassword() {
        BrokerAddress broker = address("amqp://muon:secret@h:5673/v");
        assertEquals("amqp://muon@h:5673/v", broker.toString());
        assertEquals("amqp://h:5673/v", broker.withoutIdentity());
    }

    @Test
    void eachTroubleSaysWhatToDo() {
        BrokerAddress broker = address("amqp://muon:secret@h:5673/v");
        says(broker, new ConnectException("Connection refused"), "no AMQP broker at", "MUON_URL");
        says(broker, new UnknownHostException("h"), "the name h has no address", "host");
        says(
                broker,
                new AuthenticationFailureException("ACCESS_REFUSED"),
                "refuses the user 'muon'",
                "password in the URL");
        says(
                broker,
                new IOException(signal(530, "NOT_ALLOWED - access to vhost 'v' refused for user 'muon'")),
                "into the virtual host 'v'",
                "set_permissions");
        says(
                broker,
                new IOException(signal(
                        541,
                        "INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated. By default, this feature is"
                                + " not permitted anymore.")),
                "denies the queues",
                "deprecated_features.permit.transient_nonexcl_queues = true");
        says(broker, new IOException("something new"), "something new", "log");
    }

    private static ShutdownSignalException signal(int code, String text) {
        return new ShutdownSignalException(
                true,
                false,
                new AMQP.Connection.Close.Builder()
                        .replyCode(code)
                        .replyText(text)
                        .classId(0)
                        .methodId(0)
                        .build(),
                null);
    }

    private static void says(BrokerAddress broker, Exception problem, String message, String hint) {
        Failure failure = BrokerTrouble.explain(broker, problem);
        assertTrue(failure.message().contains(message), failure::toString);
        assertTrue(failure.hint().contains(hint), failure::toString);
        assertFalse(failure.toString().contains("secret"), failure::toString);
    }
}
