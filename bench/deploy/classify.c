/* Runs exported C on IDX images and writes the logits, image after image, as 32-bit floats:

       cc -std=c99 -O2 -include sprint.h -DPREFIX=sprint -DPIXELS=SPRINT_PIXELS -DCLASSES=SPRINT_CLASSES \
          -DLOGIT=float -DUNIT=1.0f classify.c sprint.c -o classify
       ./classify t10k-images-idx3-ubyte logits.f32

   For whole numbers of 8 bits it is -DLOGIT=int32_t -DUNIT=SPRINT_LOGIT_SCALE. */
#include <stdio.h>

#define JOIN_(first, second) first##second
#define JOIN(first, second) JOIN_(first, second)

int main(int count, char **words)
{
    unsigned char header[16], pixels[PIXELS];
    FILE *images = count == 3 ? fopen(words[1], "rb") : 0, *output = count == 3 ? fopen(words[2], "wb") : 0;
    if (!images || !output || fread(header, 1, sizeof header, images) != sizeof header)
        return 2;
    while (fread(pixels, 1, sizeof pixels, images) == sizeof pixels) {
        LOGIT logits[CLASSES];
        int best = 0;
        JOIN(PREFIX, _logits)(pixels, logits);
        for (int i = 0; i < CLASSES; i++) {
            const float value = (float)logits[i] * UNIT;
            best = logits[i] > logits[best] ? i : best;
            fwrite(&value, sizeof value, 1, output);
        }
        if (JOIN(PREFIX, _classify)(pixels) != best)
            return 1;
    }
    return fclose(output) == 0 ? 0 : 2;
}
