// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.rules.House;
import io.photon.rules.HouseRules;
import java.util.Map;

/** The rules that hold in every module. */
class HouseTest extends HouseRules {

    HouseTest() {
        super(
                House.module("photon-stores/redis"),
                Map.of(
                        "io.photon.store.redis.Pipe.dispatch",
                        "its caller appends or reads, and both end with the error"));
    }
}
