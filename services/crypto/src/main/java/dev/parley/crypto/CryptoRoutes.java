package dev.parley.crypto;

import dev.parley.api.crypto.DataKeysApi;
import dev.parley.api.crypto.KeysApi;
import dev.parley.http.Contract;
import dev.parley.http.Routes;

/// All operations of the crypto service's contract.
public final class CryptoRoutes {
    private CryptoRoutes() {}

    public static Routes of(KeysApi keys, DataKeysApi dataKeys) {
        KeyRoutes keyRoutes = new KeyRoutes(keys);
        DataKeyRoutes dataKeyRoutes = new DataKeyRoutes(dataKeys);
        return Routes.of(Contract.load("crypto"))
                .on("createKey", keyRoutes::create)
                .on("getKey", keyRoutes::get)
                .on("rotateKey", keyRoutes::rotate)
                .on("encrypt", keyRoutes::encrypt)
                .on("decrypt", keyRoutes::decrypt)
                .on("obtainDataKey", dataKeyRoutes::obtain)
                .on("getDataKey", dataKeyRoutes::get)
                .on("destroyDataKey", dataKeyRoutes::destroy)
                .build();
    }
}
