package vethscope.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MODEL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("vethscope.model");

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("vethscope.model.(*)..").should().beFreeOfCycles().check(MODEL);
    }

    @Test
    void onlyTheCodecAndTheManifestsKnowJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("vethscope.model.codec..", "vethscope.model.manifest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "org.yaml..")
                .check(MODEL);
    }

    @Test
    void theModelKnowsNeitherFilesNorFormats() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "vethscope.model",
                        "vethscope.model.address..",
                        "vethscope.model.element..",
                        "vethscope.model.edit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "vethscope.model.codec..", "vethscope.model.manifest..", "java.io..", "java.nio.file..")
                .check(MODEL);
    }
}
