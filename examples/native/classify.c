/* A network that Thimble trained, in a C program. From the repository's root:
 *
 *   dotnet publish src/Thimble.Native -c Release -o out
 *   gcc -Iout -o classify examples/native/classify.c -Lout -lthimble -Wl,-rpath,"$PWD/out"
 *   ./classify examples/digits.safetensors
 */
#include <stdio.h>
#include <string.h>

#include "thimble.h"

/* A seven as MNIST shows digits: 28x28 bytes, 0 background to 255 ink. Yours come from a camera or a file. */
static void draw_seven(uint8_t pixels[28 * 28]) {
    memset(pixels, 0, 28 * 28);
    for (int row = 6; row < 9; row++)
        memset(pixels + row * 28 + 7, 255, 14);
    for (int row = 9; row < 23; row++)
        memset(pixels + row * 28 + 18 - (row - 9) / 2, 255, 3);
}

static int fail(void) {
    char reason[512];
    thimble_error(reason, sizeof reason);
    fprintf(stderr, "%s\n", reason);
    return 1;
}

int main(int argc, char **argv) {
    char text[512];
    uint8_t pixels[28 * 28];
    float probabilities[10];
    thimble_network network;
    thimble_answer answer;
    if (thimble_shortfall(text, sizeof text) > 0)
        fprintf(stderr, "libthimble: %s\n", text);
    if (thimble_load(argc > 1 ? argv[1] : "examples/digits.safetensors", 0, &network) != THIMBLE_OK)
        return fail();
    /* The buffer above is for ten classes; a network of your own says how many it has. */
    if (thimble_class_count(network) != 10) {
        fprintf(stderr, "this example wants a network of ten classes\n");
        return 1;
    }
    draw_seven(pixels);
    if (thimble_classify(network, pixels, sizeof pixels, &answer, probabilities) != THIMBLE_OK)
        return fail();
    thimble_class_name(network, answer.label, text, sizeof text);
    printf("%s%s %.9g\n", answer.recognized ? "" : "unknown, nearest: ", text, answer.probability);
    thimble_free(network);
    return 0;
}
