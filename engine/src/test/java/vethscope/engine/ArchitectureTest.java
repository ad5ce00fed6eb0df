package vethscope.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "vethscope.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("vethscope.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_compilers_folders_form_no_circle =
            slices().matching("vethscope.engine.compile.(*)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_compilers_folders_do_not_know_the_compiler = noClasses()
            .that()
            .resideInAPackage("vethscope.engine.compile.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("vethscope.engine.compile");

    @ArchTest
    static final ArchRule the_engine_reads_no_files_formats = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.fasterxml..", "javafx..", "java.awt..", "javax.swing..", "vethscope.model.codec..");

    @ArchTest
    static final ArchRule the_data_path_knows_nothing_of_kubernetes = noClasses()
            .that()
            .resideInAnyPackage("..stage..", "..forward..", "..network..", "..netfilter..", "..packet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..compile..", "..replay..", "..verify..");

    @ArchTest
    static final ArchRule stages_do_not_know_the_walk = noClasses()
            .that()
            .resideInAPackage("..stage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..forward..");

    @ArchTest
    static final ArchRule time_and_chance_are_arguments = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callConstructor(java.util.Random.class)
            .orShould()
            .callMethod(Math.class, "random");
}
