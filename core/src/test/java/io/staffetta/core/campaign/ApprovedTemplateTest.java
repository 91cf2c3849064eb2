package io.staffetta.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.ApprovedTemplate.Rendered;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.core.engine.TemplateMessage.ButtonValue;
import io.staffetta.core.engine.TemplateMessage.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovedTemplateTest {

    @Test
    void placesAreFilledWithARecipientsValues() {
        ApprovedTemplate invitation = new ApprovedTemplate(
                "invito",
                "it",
                List.of(Template.of("{{name|amico}}"), Template.of("sabato {{day}}")),
                Map.of(),
                Optional.of(Template.of("{{town}}")),
                Map.of(1, Template.of("{{code}}")),
                Optional.empty());
        assertThat(invitation.render(Map.of("day", "12\n maggio", "town", "Roma", "code", "a1")))
                .isEqualTo(new Rendered.Made(
                        new TemplateMessage(
                                "invito",
                                "it",
                                List.of(Value.of("amico"), Value.of("sabato 12 maggio")),
                                List.of(Value.of("Roma")),
                                List.of(new ButtonValue(1, "a1"))),
                        Optional.empty()));
        assertThat(invitation.required()).containsExactlyInAnyOrder("day", "town", "code");
        assertThat(invitation.render(Map.of("town", "Roma", "code", "a1")))
                .isInstanceOfSatisfying(
                        Rendered.Flawed.class,
                        flawed -> assertThat(flawed.flaw().code()).isEqualTo("variable_missing"));
    }

    @Test
    void namedPlacesKeepTheirNames() {
        ApprovedTemplate named = named(List.of(), Map.of("first_name", Template.of("{{name}}")));
        assertThat(named.render(Map.of("name", "Anna")))
                .isInstanceOfSatisfying(
                        Rendered.Made.class,
                        made -> assertThat(made.message().body())
                                .containsExactly(new Value(Optional.of("first_name"), "Anna")));
        assertThat(named.sample().body()).containsExactly(new Value(Optional.of("first_name"), "x"));
    }

    @Test
    void whatNamesNoTemplateIsRefused() {
        assertThatThrownBy(() -> named(List.of(Template.of("a")), Map.of("b", Template.of("c"))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("template_mapping_invalid"));
    }

    private static ApprovedTemplate named(List<Template> body, Map<String, Template> named) {
        return new ApprovedTemplate("invito", "it", body, named, Optional.empty(), Map.of(), Optional.empty());
    }
}
