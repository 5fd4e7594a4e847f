// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String[] PURE = {"..s3.partition..", "..s3.rotation..", "..s3.chain..", "..s3.row.."};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(S3ParquetSinkConnector.class);

    @Test
    void whatDecidesKnowsNeitherTheStoreNorTheFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "org.apache.parquet..",
                        "..s3.storage..",
                        "..s3.parquet..",
                        "..s3.write..",
                        "..s3.commit..")
                .check(CLASSES);
    }

    @Test
    void whatDecidesReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void onlyTheStorageKnowsAws() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..s3.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(CLASSES);
    }

    @Test
    void whatMakesFilesVisibleKnowsNothingOfThoseWhoMakeThem() {
        noClasses()
                .that()
                .resideInAPackage("..s3.commit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..s3.write..", "..s3.format..", "..s3.parquet..", "..s3.partition..")
                .check(CLASSES);
    }

    @Test
    void whatWritesKnowsNoFileFormat() {
        noClasses()
                .that()
                .resideInAPackage("..s3.write..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.parquet..", "..s3.parquet..")
                .check(CLASSES);
    }
}
