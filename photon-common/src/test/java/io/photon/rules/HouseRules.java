// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules that hold in every module of the house. */
public abstract class HouseRules {

    private final House house;
    private final Map<String, String> lettingErrorsThrough;

    protected HouseRules(House house) {
        this(house, Map.of());
    }

    /** @param lettingErrorsThrough methods, as {@code Class.method}, that catch any exception but no error, and why */
    protected HouseRules(House house, Map<String, String> lettingErrorsThrough) {
        this.house = house;
        this.lettingErrorsThrough = lettingErrorsThrough;
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
    void everyRoomHasItsNullsCheckedByTheCompiler() {
        house.hasItsNullsChecked();
    }

    @Test
    void whatHasToGoOnAfterAnyExceptionGoesOnAfterAnError() {
        house.catchesErrorsToo(lettingErrorsThrough);
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
    void everyRefusalSaysWhatToDo() {
        house.refusesWithHints();
    }

    @Test
    void nobodySleepsInsteadOfWaitingForSomething() {
        house.sleepsNowhere();
    }

    @Test
    void noTestSleepsInsteadOfWaitingForSomething() {
        house.pausesInTestsForAReason();
    }

    @Test
    void nothingHereStartsTheSlowHttpClientOfTheJdk() {
        house.knowsOnlyIn(roomsWithTheHttpClientOfTheJdk(), "java.net.http..");
    }

    protected List<String> roomsWithTheHttpClientOfTheJdk() {
        return List.of("nowhere");
    }

    @Test
    void nothingDependsOnTheLanguageTheEncodingOrTheTimeZoneOfTheMachine() {
        house.isNeutral();
    }
}
