// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that hold in every module of the house. */
public abstract class HouseRules {

    private final House house;

    protected HouseRules(House house) {
        this.house = house;
    }

    @Test
    void noPackagesReachEachOtherInACircle() {
        house.hasNoCycles();
    }

    @Test
    void rxJavaIsInNoPublicSignature() {
        house.showsNoRxJava();
    }

    @Test
    void everyRoomSaysWhatItIsForWhoMayEnterAndWhatIsNeverThere() {
        house.hasADoorPlateOnEachRoom();
    }

    @Test
    void everyDoorPlateNamesTheRoomsBehindAndInFrontOfIt() {
        house.hasDoorPlatesThatTellTheTruth();
    }

    @Test
    void noFileIsLongerThanFiveHundredLines() {
        house.hasShortFilesOnly();
    }

    @Test
    void noMethodHasMoreThanTwentyBranches() {
        house.hasSimpleMethodsOnly();
    }

    @Test
    void nobodySleepsInsteadOfWaitingForSomething() {
        house.sleepsNowhere();
    }

    @Test
    void nothingHereStartsTheSlowHttpClientOfTheJdk() {
        house.knowsOnlyIn(List.of("nowhere"), "java.net.http..");
    }

    @Test
    void nothingDependsOnTheLanguageTheEncodingOrTheTimeZoneOfTheMachine() {
        house.isNeutral();
    }
}
