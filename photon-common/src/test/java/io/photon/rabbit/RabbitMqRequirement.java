// SPDX-License-Identifier: Apache-2.0
package io.photon.rabbit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A RabbitMQ on this machine: without one a test is skipped with the reason, in CI it fails. */
public final class RabbitMqRequirement {

    private RabbitMqRequirement() {}

    public static void met() {
        RabbitMq.missing().ifPresent(reason -> {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        });
    }
}
