package vethscope.app.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CommandLineNeedsNoToolkitTest {

    @Test
    void noClassOfTheCommandLineKnowsJavaFx() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("vethscope.app.cli");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "vethscope.app.shell..")
                .check(classes);
    }
}
