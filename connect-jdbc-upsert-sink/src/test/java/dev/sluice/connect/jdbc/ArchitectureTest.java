// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice.connect.jdbc");

    @Test
    void onlyWhatWritesKnowsJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..jdbc.write..", "..jdbc.fence..", "..jdbc.driver..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    /** So that the sink writes to the other databases where its driver is not there. */
    @Test
    void onlyTheWordsOfPostgresqlsDriverKnowIt() {
        noClasses()
                .that()
                .doNotHaveSimpleName("PostgresWords")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void whatDecidesKnowsNeitherTextsNorConnections() {
        noClasses()
                .that()
                .resideInAPackage("..jdbc.change..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..jdbc.sql..", "..jdbc.write..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..jdbc.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..jdbc.write..")
                .check(CLASSES);
    }

    @Test
    void whatDecidesReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("..jdbc.change..", "..jdbc.sql..", "..jdbc.intake..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }
}
