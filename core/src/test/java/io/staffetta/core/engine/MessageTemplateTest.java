package io.staffetta.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.MessageTemplate.Header;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {

    private static final Media PICTURE =
            new Media(Media.Kind.IMAGE, new Media.Source.Link("https://shop.example/spring.jpg"), Optional.empty());

    @Test
    void aMessageThatFillsEveryPlaceHasNoFlaw() {
        assertThat(template("APPROVED", Header.NONE, "1", "2").flaws(message("Ana", "20 May"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aTemplateThatIsNotApprovedCannotBeSent() {
        assertThat(template("PAUSED", Header.NONE).flaws(message(), Optional.empty()))
                .containsExactly("template_not_approved");
    }

    @Test
    void tooFewAndBlankValuesAreFlaws() {
        MessageTemplate template = template("APPROVED", Header.NONE, "1", "2");

        assertThat(template.flaws(message("Ana"), Optional.empty())).containsExactly("template_body_values");
        assertThat(template.flaws(message("Ana", " "), Optional.empty())).containsExactly("template_body_values");
    }

    @Test
    void valuesForPlacesThatTheTemplateDoesNotNameAreAFlaw() {
        MessageTemplate template = template("APPROVED", Header.NONE, "first_name");

        assertThat(template.flaws(named("first_name"), Optional.empty())).isEmpty();
        assertThat(template.flaws(named("name"), Optional.empty())).containsExactly("template_body_values");
    }

    @Test
    void aHeaderOfAPictureNeedsAPicture() {
        MessageTemplate template = template("APPROVED", Header.IMAGE);

        assertThat(template.flaws(message(), Optional.of(PICTURE))).isEmpty();
        assertThat(template.flaws(message(), Optional.empty())).containsExactly("template_header_media");
        assertThat(template("APPROVED", Header.NONE).flaws(message(), Optional.of(PICTURE)))
                .containsExactly("template_header_media");
    }

    @Test
    void aHeaderThatThisProductCannotGiveIsAFlaw() {
        assertThat(template("APPROVED", Header.OTHER).flaws(message(), Optional.empty()))
                .containsExactly("template_header_media");
    }

    @Test
    void aButtonThatNeedsAValueHasToGetExactlyOne() {
        MessageTemplate template = new MessageTemplate(
                "1",
                "order",
                "en",
                "UTILITY",
                "APPROVED",
                Header.NONE,
                "Your order",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(new MessageTemplate.Button("URL", "Follow it", true)));

        assertThat(template.flaws(button(0), Optional.empty())).isEmpty();
        assertThat(template.flaws(button(1), Optional.empty())).containsExactly("template_button_values");
        assertThat(template.flaws(message(), Optional.empty())).containsExactly("template_button_values");
    }

    private static MessageTemplate template(String status, Header header, String... places) {
        return new MessageTemplate(
                "1",
                "spring",
                "en",
                "MARKETING",
                status,
                header,
                "Hello",
                List.of(places),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static TemplateMessage message(String... values) {
        return TemplateMessage.of("spring", "en", List.of(values));
    }

    private static TemplateMessage named(String place) {
        return new TemplateMessage(
                "spring", "en", List.of(new TemplateMessage.Value(Optional.of(place), "Ana")), List.of(), List.of());
    }

    private static TemplateMessage button(int index) {
        return new TemplateMessage(
                "order", "en", List.of(), List.of(), List.of(new TemplateMessage.ButtonValue(index, "4711")));
    }
}
