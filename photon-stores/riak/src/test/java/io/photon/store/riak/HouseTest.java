// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.rules.House;
import org.junit.jupiter.api.Test;

/** The rules that hold in every module. */
class HouseTest {

    @Test
    void theHouseRulesHold() {
        House house = House.module("photon-stores/riak");
        house.hasNoCycles();
        house.hasADoorPlateOnEachRoom();
        house.hasShortFilesOnly();
        house.isNeutral();
    }
}
