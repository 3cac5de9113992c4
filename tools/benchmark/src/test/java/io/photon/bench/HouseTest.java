// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.rules.House;
import io.photon.rules.HouseRules;
import java.util.List;

/** The rules that hold in every module. */
class HouseTest extends HouseRules {

    HouseTest() {
        super(House.module("tools/benchmark"));
    }

    /** {@code TlsLoad} compares the versions of HTTP with one client that speaks both. */
    @Override
    protected List<String> roomsWithTheHttpClientOfTheJdk() {
        return List.of("io.photon.bench");
    }
}
